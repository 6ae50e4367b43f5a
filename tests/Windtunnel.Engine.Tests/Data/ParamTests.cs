namespace Windtunnel.Engine.Tests.Data;

/// <summary>What a run is given, and what its tasks hand on beside results.</summary>
public sealed class ParamTests
{
    [Theory]
    [InlineData(null, "3 north")]
    [InlineData("""{"limit": 5}""", "5 north")]
    [InlineData("""{"region": "south", "other": 1}""", "3 south")]
    public async Task Params_OfARun_AreTheDagsOverriddenByItsConf(string? conf, string seen)
    {
        Dag dag = WithParams();
        dag.Task("t", context => $"{context.Params.Integer("limit")} {context.Params.Text("region")}");
        Assert.Equal(seen, (await Embedded.RunAsync(dag, new() { Conf = conf })).Task("t").Result<string>());
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData("""{"limit": 9}""", 9)]
    public async Task Params_OfATask_OverrideTheDagsButNotTheConf(string? conf, int seen)
    {
        Dag dag = WithParams();
        dag.Task("t", context => context.Params.Integer("limit"), new TaskSpec { Params = [Param.Of("limit", 4)] });
        dag.Task("u", context => context.Params.Integer("limit"));

        Run run = await Embedded.RunAsync(dag, new() { Conf = conf });

        Assert.Equal(seen, run.Task("t").Result<int>());
        Assert.Equal(conf is null ? 3 : 9, run.Task("u").Result<int>());
    }

    [Theory]
    [InlineData("""{"limit": "many"}""")]
    [InlineData("[1]")]
    public async Task Conf_ThatDoesNotFit_IsRefusedBeforeTheRunIsCreated(string conf) =>
        await Assert.ThrowsAsync<ParamException>(() => Embedded.RunAsync(WithParams(), new() { Conf = conf }));

    [Fact]
    public async Task Conf_ThatIsNotJson_IsRefusedWithWhatToGive()
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => Embedded.RunAsync(WithParams(), new() { Conf = "{limit" }));
        Assert.StartsWith("The conf for Dag 'd' is not JSON", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Params_OfATaskThatDoNotFit_FailItsTriesBeforeTheBody()
    {
        bool ran = false;
        var dag = new Dag("d");
        dag.Task("t", _ => ran = true, new TaskSpec { Params = [Param.Of("size", 1)], Retries = 1 });

        Run run = await Embedded.RunAsync(dag, new() { Conf = """{"size": "large"}""" });

        Assert.Equal("0-0 up_for_retry, 300-300 failed", run.Stints("t"));
        Assert.Equal(typeof(ParamException).FullName, run.Task("t").Attempts[0].Error!.Type);
        Assert.False(ran);
    }

    [Fact]
    public async Task MultipleOutputs_OfAnObject_AreHandedOnEachAndWhole()
    {
        var dag = new Dag("d");
        dag.Task("t", _ => new Dictionary<string, int>(StringComparer.Ordinal) { ["rows"] = 3, ["bad"] = 1 },
            new TaskSpec { MultipleOutputs = true });
        dag.Task("list", _ => new[] { 1 }, new TaskSpec { MultipleOutputs = true });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("""bad=1 return_value={"rows":3,"bad":1} rows=3""",
            string.Join(' ', run.Task("t").XComs.Select(x => $"{x.Key}={x.Value}").Order(StringComparer.Ordinal)));
        Assert.Equal("Task 'list' has multiple outputs and returned Array. Return an object with one property per output.",
            run.Task("list").Attempts[0].Error!.Message);
    }

    [Theory]
    [InlineData(true, "return_value")]
    [InlineData(false, "")]
    public async Task PushResult_OfATask_DecidesWhetherItsResultIsKept(bool pushes, string keys)
    {
        var dag = new Dag("d");
        dag.Task("t", _ => 1, new TaskSpec { PushResult = pushes });
        Assert.Equal(keys, string.Join(' ', (await Embedded.RunAsync(dag)).Task("t").XComs.Keys));
    }

    [Fact]
    public async Task Result_ThatIsMissing_FailsItsReaderWithWhatToDo()
    {
        var dag = new Dag("d");
        TaskRef<string?> source = dag.Task("source", _ => (string?)null);
        dag.Task("reader", source, (text, _) => text);
        Run run = await Embedded.RunAsync(dag);
        Assert.StartsWith("Task 'reader' reads the result of 'source', which left none", run.Task("reader").Attempts[0].Error!.Message,
            StringComparison.Ordinal);
    }

    private static Dag WithParams() => new("d") { Params = [Param.Of("limit", 3), Param.Of("region", "north")] };
}
