using System.Text;

namespace Windtunnel.Testing.Tests;

public sealed class CanaryExpectationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Action<string, TaskContext>> WaysOut => new()
    {
        { "the log", (secret, context) => LogTo(context, $"Signed on with {secret}.") },
        { "the log, in Base64", (secret, context) => LogTo(context, Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{secret}"))) },
        { "the log, in a URL", (secret, context) => LogTo(context, $"https://host/?key={Uri.EscapeDataString(secret)}") },
        { "an XCom", (secret, context) => context.XCom.Push("sent", new { header = secret }) },
        { "an exception", (secret, _) => throw new InvalidOperationException($"Refused: {secret}", new ArgumentException(secret)) },
        { "a label", (secret, context) => context.Label(secret) },
        { "a counter", (secret, context) => context.Count(secret, 1) },
    };

    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task Canary_InAConnection_IsMaskedOnEveryWayOut(string way, Action<string, TaskContext> leak)
    {
        Canary canary = Canary.New(way);
        Dag dag = Careless((context) => leak(context.Connections["api"].Password!, context));
        await using Tunnel tunnel = Tunnel.For(dag).Bind("api", Api(canary.Secret));

        canary.ShouldNotHaveLeaked(await tunnel.RunAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task Canary_InAVariableWhoseNameTellsNothing_IsFoundOnEveryWayOut(string way, Action<string, TaskContext> leak)
    {
        Canary canary = Canary.New(way);
        await using Tunnel tunnel = Tunnel.For(Careless(context => leak(context.Variables["greeting"], context)))
            .WithVariable("greeting", canary.Secret);
        Run run = await tunnel.RunAsync(Cancellation);

        var failure = Assert.Throws<RunAssertionException>(() => canary.ShouldNotHaveLeaked(run));

        Assert.StartsWith($"The secret '{way}' should not be found anywhere, but it is in\n- the journal, line ", failure.Message,
            StringComparison.Ordinal);
        canary.ShouldNotBeIn(failure.Message, "the message");
    }

    [Fact]
    public async Task Canary_InFilesThatABodyWrote_IsFoundByNameAndContent()
    {
        Canary canary = Canary.New();
        await using TempDirectory outbox = new TempDirectory().With("fine.txt", "nothing").With("feed.csv", $"1,{canary.Secret}\n");
        string encoded = Uri.EscapeDataString(canary.Secret);
        outbox.With($"{encoded}.txt", "");
        await File.WriteAllTextAsync(Path.Combine(outbox.Path, "wide.txt"), canary.Secret, Encoding.Unicode, Cancellation);
        await using Tunnel tunnel = Tunnel.For(Careless(_ => { }));
        Run run = await tunnel.RunAsync(Cancellation);

        string message = Assert.Throws<RunAssertionException>(() => canary.ShouldNotHaveLeaked(run, outbox.Path)).Message;

        Assert.Contains("- the file feed.csv\n", message, StringComparison.Ordinal);
        Assert.Contains("- the file wide.txt\n", message, StringComparison.Ordinal);
        Assert.Contains("- the name of ***.txt\n", message, StringComparison.Ordinal);
        Assert.DoesNotContain("fine.txt", message, StringComparison.Ordinal);
    }

    private static void LogTo(TaskContext context, string text) =>
        Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(context.Logger, "{Text}", text);

    private static Connection Api(string secret) => new() { Id = "api", Type = "http", Host = "localhost", Password = secret };

    private static Dag Careless(Action<TaskContext> body)
    {
        var dag = new Dag("careless");
        dag.Task("leak", body);
        return dag;
    }
}
