using System.Text;
using Windtunnel.Environments;
using Windtunnel.Insights;
using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.TestEnvironments;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.TestEnvironments;

/// <summary>Settings in layers around the DAG, and canaries in its secrets.</summary>
public sealed class ConfigAndSecretsTests : IAsyncDisposable
{
    private const string Day = "2001-01-03T23:55Z";

    private readonly TempDirectory _outbox = new();
    private readonly TempDirectory _files = new TempDirectory().With("settings.json", """
        {
          "variables": {
            "partner": "tower",
            "feed_limit": 5
          },
          "connections": {
            "partner_api": {
              "conn_type": "http",
              "host": "partner.example.org",
              "login": "us",
              "password": { "env": "PARTNER_PASSWORD" }
            }
          },
          "params": { "late_minutes": 30 }
        }
        """);

    private readonly Canary _password = Canary.New("partner password");
    private readonly Canary _token = Canary.New("session token");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("bullet", "2.4#1")]
    public async Task ConfigAndSecrets_WithSettingsInLayers_RunsOnTheLastAndTellsWhereEachComesFrom()
    {
        SettingValues settings = Declared().FromFile(File("settings.json"), Variable)
            .FromEnvironment(new Dictionary<string, string> { ["AIRFLOW_VAR_FEED_LIMIT"] = "3" })
            .WithVariable("partner", "the tower").Resolve();

        Run run = await RunAsync(settings, Healthy);

        run.ShouldSucceed().Task("send_feed").ShouldHaveCounted("flights.sent", 3);
        Assert.Equal(
            """
            feed_limit = 3 (AIRFLOW_VAR_FEED_LIMIT, over settings.json:4, the default)
            partner = the tower (the test, over settings.json:3)
            partner_api = partner_api (http://us@partner.example.org/) (settings.json:7)
            late_minutes = 30 (settings.json:14, over the default)
            """.ReplaceLineEndings("\n"),
            settings.ToString());
    }

    [Fact]
    [Trait("bullet", "2.4#2")]
    public void Settings_WithManyFaults_TellAllInOneMessage()
    {
        _files.With("wrong.json", """
            {
              "variables": { "partnr": "tower", "feed_limit": "many" },
              "connections": {
                "partner_api": { "conn_type": "http", "password": { "env": "NOBODY_SETS_THIS" } }
              },
              "prams": {}
            }
            """);

        var refused = Assert.Throws<SettingsException>(() => Declared().FromFile(File("wrong.json"), _ => null).Resolve());

        Assert.Equal(
            """
            6 settings are wrong.
            - wrong.json:4: 'password' is to come from the environment variable NOBODY_SETS_THIS, which is not set. Set it.
            - wrong.json:6: There is no section 'prams'. Did you mean 'params'?
            - wrong.json:2: There is no variable 'partnr'. Did you mean 'partner'?
            - The variable 'partner' is not set. Set it in the file, or in AIRFLOW_VAR_PARTNER.
            - wrong.json:2: The variable 'feed_limit' is "many", of type string; allowed is integer.
            - The connection 'partner_api' is not set. Set it in the file, or in AIRFLOW_CONN_PARTNER_API.
            """.ReplaceLineEndings("\n"),
            refused.Message);
    }

    [Theory]
    [InlineData("""{"connections": {"partner_api": {"conn_type": "http", "password": "CANARY"}}}""")]
    [InlineData("""{"connections": {"partner_api": {"conn_type": "http", "extra": {"deep": {"api_key": "CANARY"}}}}}""")]
    [InlineData("""{"connections": {"partner_api": "http://us:CANARY@partner.example.org"}}""")]
    [InlineData("""{"variables": {"partner": {"name": "tower", "token": "CANARY"}}}""")]
    [Trait("bullet", "2.4#2")]
    public void Settings_WithASecretInTheFile_AreRefusedWithoutShowingIt(string text)
    {
        Canary canary = Canary.New();
        _files.With("open.json", text.Replace("CANARY", Uri.EscapeDataString(canary.Secret), StringComparison.Ordinal));

        var refused = Assert.Throws<SettingsException>(() => Declared().FromFile(File("open.json"), Variable).Resolve());

        Assert.Contains("holds a secret, and a file is read by many. Put a reference", refused.Message, StringComparison.Ordinal);
        canary.ShouldNotBeIn(refused.ToString(), "the exception");
    }

    [Theory]
    [InlineData(null, "0", "'partner' is not set", "'feed_limit' is '0'. Set it to a whole number above 0.")]
    [InlineData("tower", "soon", "'feed_limit' is 'soon'", "'partner_api' is not defined.")]
    [Trait("bullet", "2.4#2")]
    public async Task ConfigAndSecrets_OnAWorkerThatIsSetWrong_FailsBeforeAnythingIsDone(
        string? partner, string limit, string first, string second)
    {
        Tunnel tunnel = Tunnel.For(ConfigAndSecrets.Create()).WithVariable("feed_limit", limit);
        await using (partner is null ? tunnel : tunnel.WithVariable("partner", partner))
        {
            Run run = await tunnel.RunAsync(Cancellation);

            run.ShouldFail().Task("check_settings").ShouldHave(TaskState.Failed, attempts: 1).ShouldHaveFailedWith(first);
            run.Task("check_settings").ShouldHaveFailedWith(second);
            run.Task("send_feed").ShouldHave(TaskState.UpstreamFailed);
        }
    }

    /// <summary>The partner's API repeats what it was sent, secrets included, as some do.</summary>
    [Fact]
    [Trait("bullet", "2.4#3")]
    public async Task ConfigAndSecrets_WithAnApiThatRepeatsSecrets_LeavesNoneInWhatItLeaves()
    {
        Run run = await RunAsync(Resolved(), api =>
        {
            api.Post("/session").Returns(200, _token.Secret);
            api.Put("/feeds/tower").Returns(500, $"Refused: {_password.Secret} with {_token.Secret}").Times(3);
        });
        await using TempDirectory reports = new();
        RunReport.Write(run, Path.Combine(reports.Path, "report.html"), null);
        run.Save(Path.Combine(reports.Path, "run.journal.jsonl"));

        run.ShouldSucceed().Task("send_feed").ShouldHave(TaskState.Success, attempts: 3).ShouldHaveCounted("flights.kept", 5);
        Assert.Equal(["feed-tower-2001-01-03.csv"], _outbox.Files);
        Assert.Contains(run.Task("send_feed").Logs, line => line.Message == "Signed on to tower, session ***.");
        Assert.Contains(run.Task("send_feed").Logs, line => line.Error?.Message.Contains("Refused: ***", StringComparison.Ordinal) == true);
        _password.ShouldNotHaveLeaked(run, _outbox.Path, reports.Path);
        _token.ShouldNotHaveLeaked(run, _outbox.Path, reports.Path);
    }

    [Fact]
    [Trait("bullet", "2.4#3")]
    public async Task ConfigAndSecrets_WithASecretThatIsNoneByItsName_IsCaughtByTheCanary()
    {
        SettingValues settings = Declared().FromFile(File("settings.json"), _ => "another one")
            .WithVariable("partner", _password.Secret).Resolve();

        Run run = await RunAsync(settings, api =>
        {
            api.Post("/session").Returns(200, _token.Secret);
            api.Put($"/feeds/{Uri.EscapeDataString(_password.Secret)}").Returns(204);
        });

        var caught = Assert.Throws<RunAssertionException>(() => _password.ShouldNotHaveLeaked(run));
        Assert.Contains("The secret 'partner password' should not be found anywhere, but it is in\n- the journal", caught.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "2.4#3")]
    public void Settings_Shown_HoldNoSecret()
    {
        SettingValues settings = Resolved();
        _password.ShouldNotBeIn(settings.ToString(), "the settings");
        _password.ShouldNotBeIn($"{settings.All[0]}{string.Concat(settings.All)}", "the settings, one by one");
        Assert.Equal(_password.Secret, settings.Connections["partner_api"].Password);
    }

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _files.DisposeAsync();
    }

    private static Settings Declared() => new Settings()
        .Variable(Param.Required("partner", """{"type": "string"}"""))
        .Variable(Param.Of("feed_limit", 100) with { Minimum = 1 })
        .Connection("partner_api")
        .ParamsOf(ConfigAndSecrets.Create());

    private SettingValues Resolved() => Declared().FromFile(File("settings.json"), Variable).Resolve();

    private string? Variable(string name) => name == "PARTNER_PASSWORD" ? _password.Secret : null;

    private string File(string name) => Path.Combine(_files.Path, name);

    private void Healthy(HttpStub api)
    {
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"us:{_password.Secret}"));
        api.Post("/session").WithHeader("Authorization", $"Basic {basic}").Returns(200, _token.Secret);
        api.Put("/feeds/the%20tower").WithHeader("X-Session", _token.Secret).Returns(204);
    }

    private async Task<Run> RunAsync(SettingValues settings, Action<HttpStub> partner)
    {
        Connection set = settings.Connections["partner_api"];
        HttpStub stub = Stub.Http(partner).WithConnection(api => api with { Login = set.Login, Password = set.Password });
        await using Tunnel tunnel = Tunnel.For(ConfigAndSecrets.Create()).StartingAt(Day).AllowUnused("outbox")
            .BindPath("flights_inbox", ReferenceData.Directory).BindPath("outbox", _outbox.Path).Bind("partner_api", stub).In(settings);
        return await tunnel.RunAsync(Cancellation);
    }
}
