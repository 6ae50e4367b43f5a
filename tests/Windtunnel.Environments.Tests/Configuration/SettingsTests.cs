using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests.Configuration;

public sealed class SettingsTests : IAsyncDisposable
{
    private readonly TempDirectory _files = new();

    [Theory]
    [InlineData("""{"variables": {"limit": 7}}""", "7")]
    [InlineData("""{"variables": {"limit": "8"}}""", "8")]
    [InlineData("// comments and a comma at the end\n{\"variables\": {\"limit\": 9,},}", "9")]
    [InlineData("""{"variables": {"limit": {"env": "LIMIT"}}}""", "12")]
    [InlineData("""{"variables": {"limit": {"file": "limit.txt"}}}""", "13")]
    public void Variable_InAFile_IsTakenWithItsType(string text, string value)
    {
        _files.With("limit.txt", "13\n");
        Assert.Equal(value, Resolve(Limit(), text).Variables["limit"]);
    }

    [Theory]
    [InlineData("""{"variables": {"limit": "many"}}""", "s.json:1: The variable 'limit' is \"many\"")]
    [InlineData("""{"variables": {"limit": 0}}""", "s.json:1: The variable 'limit' is 0")]
    [InlineData("{\n\"variables\": {\n\"limit\": 1,\n\"limit\": 2}}", "s.json:4: 'limit' stands in line 3 already. Leave one of them.")]
    [InlineData("{\n\"variables\": {\n\"limits\": 1}}", "s.json:3: There is no variable 'limits'. Did you mean 'limit'?")]
    [InlineData("{\n\"variabels\": {}}", "s.json:2: There is no section 'variabels'. Did you mean 'variables'?")]
    [InlineData("{\"variables\": 3}", "s.json:1: 'variables' is no object.")]
    [InlineData("[]", "s.json:1: It is no JSON object.")]
    [InlineData("{\n\n\"variables: 1}", "s.json:3: It is not JSON from byte")]
    [InlineData("""{"variables": {"limit": {"env": "MISSING"}}}""", "s.json:1: 'limit' is to come from the environment variable MISSING")]
    [InlineData("""{"variables": {"limit": {"file": "nowhere"}}}""", "s.json:1: 'limit' is to come from the file nowhere")]
    [InlineData("""{"variables": {"limit": 1}, "connections": {"api": "nonsense"}}""", "s.json:1: Connection 'api' cannot be read")]
    [InlineData("""{"params": {"late": "x"}}""", "s.json:1: There is no param 'late'.")]
    public void Setting_InAFileThatIsWrong_IsToldWithItsLine(string text, string problem)
    {
        Settings settings = Limit().Connection("api", Connection.ToPath("api", "/"));
        var refused = Assert.Throws<SettingsException>(() => Resolve(settings, text));
        Assert.Contains(refused.Problems, found => found.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Setting_InAnEnvironmentVariable_CountsMoreThanTheFile()
    {
        SettingValues values = Limit().Connection("api")
            .FromFile(_files.With("s.json", """{"variables": {"limit": 7}}""").Path + "/s.json")
            .FromEnvironment(new Dictionary<string, string>
            {
                ["AIRFLOW_VAR_LIMIT"] = "5",
                ["AIRFLOW_CONN_API"] = "http://us:word@api.example.org",
                ["AIRFLOW_VAR_OF_ANOTHER_DAG"] = "1",
            })
            .Resolve();

        Assert.Equal("5", values.Variables["limit"]);
        Assert.Equal("word", values.Connections["api"].Password);
        Assert.Equal(
            "limit = 5 (AIRFLOW_VAR_LIMIT, over s.json:1, the default)\napi = api (http://us@api.example.org/) (AIRFLOW_CONN_API)",
            values.ToString());
    }

    [Fact]
    public void Setting_InAMisspeltEnvironmentVariable_IsToldWithTheNearest()
    {
        var refused = Assert.Throws<SettingsException>(
            () => Limit().FromEnvironment(new Dictionary<string, string> { ["AIRFLOW_VAR_LIMITS"] = "5" }).Resolve());
        Assert.Equal(
            "AIRFLOW_VAR_LIMITS: No variable is read from this environment variable. Did you mean 'AIRFLOW_VAR_LIMIT'?",
            Assert.Single(refused.Problems));
    }

    [Fact]
    public void Variable_WithASensitiveName_IsMaskedAndRefusedInAFile()
    {
        Settings settings = new Settings().Variable(Param.Required("api_token"));
        Assert.Equal("api_token = *** (the test)", settings.WithVariable("api_token", "open-sesame").Resolve().ToString());

        var refused = Assert.Throws<SettingsException>(() => Resolve(settings, """{"variables": {"api_token": "open-sesame"}}"""));
        Assert.Contains("'api_token' holds a secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tunnel_InSettings_GivesThemToTheDagAndKeepsItsOwn()
    {
        var dag = new Dag("load") { Params = [Param.Of("late", 15), Param.Of("depth", 1)] };
        dag.Task("load", context => string.Join('|', context.Variables["limit"], context.Connections["api"].Host,
            context.Params.Integer("late"), context.Params.Integer("depth")));
        SettingValues values = Limit().Connection("api", Connection.Parse("api", "http://one.example.org")).ParamsOf(dag)
            .WithParam("late", "30").Resolve();
        await using Tunnel tunnel = Tunnel.For(dag).Bind("api", "http://two.example.org").WithParam("depth", 2).In(values);

        Run run = await tunnel.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal("\"3|two.example.org|30|2\"", run.ShouldSucceed().Task("load").XComs["return_value"]);
    }

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    private static Settings Limit() =>
        new Settings().Variable(Param.Of("limit", 3) with { Minimum = 1 });

    private SettingValues Resolve(Settings settings, string text) => settings
        .FromFile(Path.Combine(_files.With("s.json", text).Path, "s.json"), name => name == "LIMIT" ? "12" : null).Resolve();
}
