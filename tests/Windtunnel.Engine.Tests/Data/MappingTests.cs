using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel.Engine.Tests.Data;

/// <summary>Dynamic mapping (semantics, §6): which instances there are, what each is given, and what is read of them.</summary>
public sealed class MappingTests
{
    private static readonly Dictionary<string, int> Entries = new(StringComparer.Ordinal) { ["k2"] = 2, ["k1"] = 1 };

    /// <summary>What the instances of a task are given, by index.</summary>
    [Theory]
    [InlineData("literals", "1 2 3")]
    [InlineData("result", "10 20 30")]
    [InlineData("entries", "k2:2 k1:1")]
    [InlineData("cross", "1a 1b 2a 2b")]
    [InlineData("cross of three", "1ax 1ay 1bx 1by 2ax 2ay 2bx 2by")]
    [InlineData("zip", "1a 2b")]
    [InlineData("zip longest", "1a 2b 3-")]
    [InlineData("concat", "1 2 3 10 20 30")]
    [InlineData("select", "-1 -2 -3")]
    [InlineData("select twice", "-2 -4 -6")]
    [InlineData("mapped result", "11 21 31")]
    [InlineData("result and literals", "10a 10b 20a 20b 30a 30b")]
    public async Task Map_OverEachKindOfInput_GivesEachInstanceItsElement(string over, string elements)
    {
        var dag = new Dag("d");
        TaskRef<int[]> list = dag.Task("list", _ => new[] { 10, 20, 30 });
        TaskRef<Dictionary<string, int>> entries = dag.Task("entries", _ => Entries);
        MappedTaskRef<int> mapped = dag.Map("mapped", list, (item, _) => item + 1);
        dag.Map("t", Make(over, list, entries, mapped), (item, _) => item);

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(elements, string.Join(' ', run.Instances("t").Select(instance => instance.Result<string>())));
        Assert.Equal(Enumerable.Range(0, run.Instances("t").Count), run.Instances("t").Select(instance => instance.MapIndex));
    }

    [Fact]
    public async Task Select_ThatSkipsAnElement_SkipsThatInstanceOnly()
    {
        var dag = new Dag("d");
        Mapping<int> odd = Each.Of(1, 2, 3).Select(item => item % 2 == 1 ? item : throw Outcome.Skip("Even."));
        MappedTaskRef<int> mapped = dag.Map("t", odd, (item, _) => item);
        dag.Task("sum", mapped, (items, _) => items.Sum(), Bodies.Rule(TriggerRule.AllDone));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("t[0]=success t[1]=skipped t[2]=success sum=success", run.States());
        Assert.Equal(4, run.Task("sum").Result<int>());
    }

    [Fact]
    public async Task Map_OverAMapWithFailedIndexes_ClosesTheGaps()
    {
        var dag = new Dag("d");
        MappedTaskRef<int> first = dag.Map("first", Each.Of(1, 2, 3),
            (item, _) => item == 2 ? throw new InvalidOperationException("Two.") : item);
        dag.Map("second", first, (item, _) => item * 10, Bodies.Rule(TriggerRule.AllDone));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal([10, 30], run.Instances("second").Select(instance => instance.Result<int>()));
    }

    [Fact]
    public async Task Map_OverAMapThatFailedWhole_IsSkipped()
    {
        var dag = new Dag("d");
        MappedTaskRef<int> first = dag.Map("first", Each.Of(1, 2),
            (item, _) => item > 0 ? throw new InvalidOperationException("All.") : item);
        dag.Map("second", first, (item, _) => item, Bodies.Rule(TriggerRule.AllDone));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("first[0]=failed first[1]=failed second=skipped", run.States());
        Assert.Equal(CauseKind.MappedOverNothing, run.CauseOf("second").Kind);
    }

    [Fact]
    public async Task Map_OverNoLiterals_IsSkippedWithoutInstances()
    {
        var dag = new Dag("d");
        dag.Map("t", Each.Of<int>(), (_, _) => { }).Before(dag.Succeeds("next"));
        Assert.Equal("t=skipped next=skipped", (await Embedded.RunAsync(dag)).States());
    }

    [Fact]
    public async Task NullInstances_OfAMap_LeaveNoElement()
    {
        var dag = new Dag("d");
        MappedTaskRef<string?> mapped = dag.Map("t", Each.Of(1, 2, 3), (item, _) => item == 2 ? null : $"v{item}");
        dag.Task("read", mapped, (items, _) => string.Join(',', items));
        Assert.Equal("v1,v3", (await Embedded.RunAsync(dag)).Task("read").Result<string>());
    }

    [Theory]
    [InlineData("null", "handed on nothing")]
    [InlineData("text", "returned \"abc\"")]
    [InlineData("number", "returned 7")]
    [InlineData("too long", "returned 1025 elements to map over; the limit (max_map_length) is 1024")]
    public async Task Result_ThatCannotBeMappedOver_FailsItsTask(string returns, string message)
    {
        var dag = new Dag("d");
        TaskRef<OddList?> list = dag.Task("list", _ => returns == "null" ? null : new OddList(returns));
        dag.Map<int>("t", list!, (_, _) => { });

        Run run = await Embedded.RunAsync(dag);

        TaskInstance source = run.Task("list");
        Assert.Equal(TaskState.Failed, source.State);
        Assert.Contains(message, source.Attempts[0].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(TaskState.UpstreamFailed, run.Task("t").State);
    }

    [Fact]
    public async Task MaxMapLength_OfTheDeployment_IsWhatCounts()
    {
        var dag = new Dag("d");
        dag.Map("t", dag.Task("list", _ => new[] { 1, 2, 3 }), (_, _) => { });
        Assert.Equal(TaskState.Failed, (await Embedded.RunAsync(dag, options: new() { MaxMapLength = 2 })).Task("list").State);
    }

    [Fact]
    public async Task MappedGroup_WithAFailedIndex_FollowsItPerIndex()
    {
        var dag = new Dag("d");
        dag.MapGroup("g", Each.Of("a", "b", "c"), (group, item) =>
        {
            TaskRef<string> first = group.Task("first", item, (text, _) => text == "b" ? throw new InvalidOperationException("b.") : text);
            TaskRef<string> second = group.Task("second", first, (text, _) => text + text);
            group.Task("third", second.OrDefault(), item, (twice, once, _) => $"{once}:{twice}", Bodies.Rule(TriggerRule.AllDone));
        }).Before(dag.Succeeds("after", Bodies.Rule(TriggerRule.AllDone)));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(["success", "upstream_failed", "success"], run.Instances("g.second").Select(instance => instance.State.ToAirflow()));
        Assert.Equal(["a:aa", "b:", "c:cc"], run.Instances("g.third").Select(instance => instance.Result<string>()));
    }

    [Fact]
    public async Task MappedGroup_InAMappedGroupOfLiterals_Multiplies()
    {
        var dag = new Dag("d");
        dag.MapGroup("outer", Each.Of(1, 2), (outer, _) =>
        {
            TaskRef<string> head = outer.Task("head", context => $"h{context.MapIndex}");
            outer.MapGroup("inner", Each.Of("x", "y"), (inner, letter) => inner.Task("t", letter, head, (text, above, _) => above + text));
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(["h0x", "h0y", "h1x", "h1y"], run.Instances("outer.inner.t").Select(instance => instance.Result<string>()));
    }

    [Fact]
    public async Task Collect_OfATaskInAMappedGroup_ReducesItsIndexes()
    {
        var dag = new Dag("d");
        TaskRef<int> squared = null!;
        TaskGroup group = dag.MapGroup("g", dag.Task("list", _ => new[] { 1, 2, 3 }),
            (scope, item) => squared = scope.Task("square", item, (x, _) => x * x));
        dag.Task("sum", squared.Collect(), (items, _) => items.Sum());
        Assert.Equal(14, (await Embedded.RunAsync(dag)).Task("sum").Result<int>());
    }

    [Fact]
    public async Task BranchInAMappedGroup_ThatFollowsOne_SkipsNothing()
    {
        var dag = new Dag("d");
        dag.MapGroup("g", Each.Of(1), (group, _) =>
            group.Branch("choose", _ => "g.left").Before(Node.Of(group.Succeeds("left"), group.Succeeds("right"))));
        Assert.Equal("g.choose[0]=success g.left[0]=success g.right[0]=success", Sorted(await Embedded.RunAsync(dag)));
    }

    [Fact]
    public async Task MappedGroup_OverATaskThatFails_IsUpstreamFailedAsAWhole()
    {
        var dag = new Dag("d");
        TaskRef<int[]> list = dag.Task<int[]>("list", (Func<TaskContext, int[]>)(_ => throw new InvalidOperationException("No list.")));
        dag.MapGroup("g", list, (group, item) => group.Task("t", item, (x, _) => x));
        Assert.Equal("list=failed g.t=upstream_failed", (await Embedded.RunAsync(dag)).States());
    }

    /// <summary>A list to the compiler, something else in JSON.</summary>
    [JsonConverter(typeof(OddListWriter))]
    private sealed class OddList(string becomes) : List<int>
    {
        public string Becomes { get; } = becomes;
    }

    private sealed class OddListWriter : JsonConverter<OddList>
    {
        public override OddList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, OddList value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Becomes switch
            {
                "text" => "\"abc\"",
                "number" => "7",
                _ => $"[{string.Join(',', Enumerable.Repeat(0, 1025))}]",
            });
    }

    private static string Sorted(Run run) => string.Join(' ', run.States().Split(' ').Order(StringComparer.Ordinal));

    private static Mapping<string> Make(string over, TaskRef<int[]> list, TaskRef<Dictionary<string, int>> entries,
        MappedTaskRef<int> mapped)
    {
        Mapping<int> literals = Each.Of(1, 2, 3);
        return over switch
        {
            "literals" => literals.Select(Text),
            "result" => Each.In(list).Select(Text),
            "entries" => Each.In(entries).Select(entry => $"{entry.Key}:{entry.Value}"),
            "cross" => Each.Of(1, 2).Cross(Each.Of("a", "b")).Select(pair => $"{pair.First}{pair.Second}"),
            "cross of three" => Each.Of(1, 2).Cross(Each.Of("a", "b")).Cross(Each.Of("x", "y"))
                .Select(triple => $"{triple.First.First}{triple.First.Second}{triple.Second}"),
            "zip" => literals.Zip(Each.Of("a", "b")).Select(pair => $"{pair.First}{pair.Second}"),
            "zip longest" => literals.ZipLongest(Each.Of("a", "b"), 0, "-").Select(pair => $"{pair.First}{pair.Second}"),
            "concat" => literals.Concat(Each.In(list)).Select(Text),
            "select" => literals.Select(item => -item).Select(Text),
            "select twice" => literals.Select(item => -item).Select(item => 2 * item).Select(Text),
            "mapped result" => Each.In(mapped).Select(Text),
            _ => Each.In(list).Cross(Each.Of("a", "b")).Select(pair => $"{pair.First}{pair.Second}"),
        };
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
