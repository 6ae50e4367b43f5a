namespace Windtunnel.Testing.Tests;

public sealed class TunnelTests
{
    private readonly ScriptedTarget _target = new();

    private Tunnel Tunnel => field ??= Windtunnel.Testing.Tunnel.For(new Dag("orders_etl")).Against(_target).AllowUnused("box", "api");

    [Fact]
    public async Task RunAsync_WithEverythingSet_AsksTheTargetForIt()
    {
        await Tunnel.StartingAt("2026-03-01T03:00").Seeded(7).WithVariable("region", "north")
            .WithConf("""{"limit": 3, "dry": true}""").WithParam("limit", 5).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero), _target.Request.StartingAt);
        Assert.Equal(7ul, _target.Request.Seed);
        Assert.Equal("north", _target.Request.Variables["region"]);
        Assert.Equal("""{"limit":5,"dry":true}""", _target.Request.Conf);
    }

    [Fact]
    public async Task RunAsync_WithNothingSet_LeavesTheDefaults()
    {
        await Tunnel.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new RunRequest().StartingAt, _target.Request.StartingAt);
        Assert.Null(_target.Request.Seed);
        Assert.Null(_target.Request.Conf);
    }

    [Fact]
    public async Task Bind_AConnection_GivesItTheBoundId()
    {
        await Tunnel.Bind("api", new Connection { Id = "other", Type = "http", Host = "localhost" })
            .RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new Connection { Id = "api", Type = "http", Host = "localhost" }, _target.Request.Connections["api"]);
    }

    [Fact]
    public async Task Bind_AnObject_StandsInForTheSystem()
    {
        Version double_ = new(1, 2);
        await Tunnel.Bind("api", double_).RunAsync(TestContext.Current.CancellationToken);
        Assert.Same(double_, _target.Request.Connections["api"].As<Version>());
    }

    [Fact]
    public async Task Bind_Text_IsReadAsAirflowWritesConnections()
    {
        await Tunnel.Bind("api", "http://localhost:8080").RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("localhost", _target.Request.Connections["api"].Host);
        Assert.Equal(8080, _target.Request.Connections["api"].Port);
    }

    [Fact]
    public void Bind_TheSameIdTwice_IsRefused() => Assert.StartsWith(
        "Connection 'api' is bound twice.",
        Assert.Throws<ArgumentException>(() => Tunnel.Bind("api", new object()).BindPath("api", ".")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task BindPath_ARelativePath_GivesTheFullOne()
    {
        await Tunnel.BindPath("box", "data").RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Path.GetFullPath("data"), _target.Request.Connections["box"].Path);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("null")]
    public void WithConf_NoJsonObject_IsRefused(string conf) =>
        Assert.StartsWith(
            $"The conf is '{conf}'",
            Assert.Throws<ArgumentException>(() => Tunnel.WithConf(conf)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void StartingAt_NoInstant_IsRefused() => Assert.Throws<FormatException>(() => Tunnel.StartingAt("soon"));

    [Fact]
    public async Task RunAsync_GreenWithAConnectionNobodyUsed_IsNotGreen()
    {
        Tunnel.Bind("used", new object()).Bind("unusd", new object());
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => Tunnel.RunAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(
            "Every connection that is bound should be used, but no task asked for 'unusd'. "
            + "Mend its id, or say .AllowUnused(id) if this run can do without it.\n",
            failure.Message, StringComparison.Ordinal);
        Assert.Same(_target.Outcome, failure.Run);
    }

    [Fact]
    public async Task RunAsync_RedWithAConnectionNobodyUsed_ReturnsTheRun()
    {
        _target.Outcome = HandMadeRun.FailedLoad;
        Assert.Same(_target.Outcome, await Tunnel.Bind("unused", new object()).RunAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task DisposeAsync_ABoundTempDirectory_DeletesIt()
    {
        var box = new TempDirectory().With("a.txt", "one").With("b.txt", "two");
        await Tunnel.Bind("box", box).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(box.Path, _target.Request.Connections["box"].Path);
        Assert.Equal(["a.txt", "b.txt"], box.Files);
        Assert.Equal("two", box.Read("b.txt"));

        await Tunnel.DisposeAsync();
        Assert.False(Directory.Exists(box.Path));
    }

    [Fact]
    public async Task DisposeAsync_WhenOneBindingCannotBeRemoved_RemovesTheOthersAndSaysSo()
    {
        var box = new TempDirectory();
        Tunnel.Bind("api", new StubbornBinding()).Bind("box", box);

        var failure = await Assert.ThrowsAsync<AggregateException>(async () => await Tunnel.DisposeAsync());

        Assert.Contains("The disk is busy.", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(box.Path));
        await Tunnel.DisposeAsync();
    }

    [Fact]
    public void For_ADagThatIsNotValid_SaysWhyAtOnce() =>
        Assert.Throws<DagException>(() => Windtunnel.Testing.Tunnel.For(new Dag("no spaces please")));

    private sealed class StubbornBinding : Binding
    {
        public override ValueTask DisposeAsync() => throw new IOException("The disk is busy.");

        protected internal override Connection Connect(string id) => Connection.ToPath(id, "/");
    }

    private sealed class ScriptedTarget : IRunTarget
    {
        public Run Outcome { get; set; } = HandMadeRun.Green;

        public RunRequest Request { get; private set; } = new();

        public Task<Run> RunAsync(Dag dag, RunRequest request, CancellationToken cancellation = default)
        {
            Request = request;
            return Task.FromResult(Outcome);
        }
    }
}
