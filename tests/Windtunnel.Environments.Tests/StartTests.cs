namespace Windtunnel.Environments.Tests;

public sealed class StartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_ThatDependsOnOthers_StartsWhenTheyAreReady()
    {
        List<string> log = [];
        await using var environment = new TestEnvironment()
            .Add(new FakeServer("app") { Log = log }.After("database"))
            .Add(new FakeServer("database") { Log = log });

        await environment.StartAsync(Token);

        Assert.Equal(["database starts", "database is ready", "app starts", "app is ready"], log);
    }

    [Fact]
    public async Task Services_ThatDoNotDependOnEachOther_StartSideBySide()
    {
        TaskCompletionSource one = new(), two = new();
        await using var environment = new TestEnvironment()
            .Add(new FakeServer("one") { Starting = _ => Meet(one, two) })
            .Add(new FakeServer("two") { Starting = _ => Meet(two, one) });

        StartReport report = await environment.StartAsync(Token);

        Assert.Equal(2, report.Services.Length);

        static Task Meet(TaskCompletionSource mine, TaskCompletionSource other)
        {
            mine.SetResult();
            return other.Task;
        }
    }

    [Fact]
    public async Task Report_OfAStart_NamesTheChainThatDecidedHowLongItTook()
    {
        await using var environment = new TestEnvironment()
            .Add(new FakeServer("cache"))
            .Add(new FakeServer("database"))
            .Add(new FakeServer("app") { Starting = _ => Task.Delay(20, Token) }.After("database", "cache"));

        StartReport report = await environment.StartAsync(Token);

        Assert.Equal("app", report.CriticalPath[^1]);
        Assert.Equal(report.Services[^2].Service, report.CriticalPath[^2]);
        Assert.Contains("Up after", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_ThatAnswersOnlyAtTheThirdUse_IsAskedUntilThen()
    {
        int uses = 0;
        await using var environment = new TestEnvironment().Add(new FakeServer("slow")
        {
            Using = () => ++uses < 3 ? throw new IOException("Not yet.") : Task.CompletedTask,
        });

        await environment.StartAsync(Token);

        Assert.Equal(3, uses);
    }

    [Fact]
    public async Task Service_ThatNeverAnswers_FailsWithItsLastAnswerAndStopsTheOthers()
    {
        List<string> log = [];
        await using var environment = new TestEnvironment()
            .Add(new FakeServer("fine") { Log = log })
            .Add(new FakeServer("mute")
            {
                Log = log,
                Using = () => throw new IOException("Connection refused."),
                ReadyWithin = TimeSpan.FromMilliseconds(50),
            }.After("fine"));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.StartsWith("Service 'mute' (embedded) was not ready after ", e.Message, StringComparison.Ordinal);
        Assert.Contains(": Connection refused.\nLikely cause: It runs and does not serve", e.Message, StringComparison.Ordinal);
        Assert.Equal("mute", e.Service);
        Assert.Equal(["fine stops", "mute stops"], log.TakeLast(2).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_ThatFails_LeavesNoProcess()
    {
        ServerProcess? process = null;
        await using var environment = new TestEnvironment().Add(new FakeServer("broken")
        {
            Starting = site =>
            {
                process = site.Start(new() { Executable = "sleep", Arguments = ["1000"], WorkingDirectory = "/" });
                throw new IOException("No.");
            },
        });

        await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Null(ProcessStart.Of(process!.Id));
    }

    [Fact]
    public async Task Environment_DisposedOfWhileItStarts_StopsWhatCameUp()
    {
        List<string> log = [];
        var asked = new TaskCompletionSource();
        var environment = new TestEnvironment()
            .Add(new FakeServer("fine") { Log = log })
            .Add(new FakeServer("mute")
            {
                Log = log,
                Using = () =>
                {
                    asked.TrySetResult();
                    throw new IOException("Not yet.");
                },
            }.After("fine"));

        Task start = environment.StartAsync(Token);
        await asked.Task;
        await environment.DisposeAsync();

        Assert.Equal(["fine stops", "mute stops"], log.TakeLast(2).Order(StringComparer.Ordinal));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Start_ThatOneTestStopsWaitingFor_GoesOnForTheOthers()
    {
        List<string> log = [];
        var go = new TaskCompletionSource();
        await using var environment = new TestEnvironment().Add(new FakeServer("slow") { Log = log, Starting = _ => go.Task });
        using var impatient = new CancellationTokenSource();

        Task first = environment.StartAsync(impatient.Token);
        Task second = environment.StartAsync(Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        go.SetResult();
        await second;

        Assert.Equal(["slow starts", "slow is ready"], log);
    }

    [Fact]
    public async Task Parts_OfATestThatOneServiceCannotGiveItsPart_AreGivenBack()
    {
        List<string> log = [];
        await using var environment = new TestEnvironment()
            .Add(new FakeServer("fine") { Log = log })
            .Add(new FakeServer("full") { Log = log, Opening = () => throw new IOException("No more.") }.PerTest());

        await Assert.ThrowsAsync<EnvironmentException>(() => environment.OpenAsync(Token));

        Assert.Contains("fine has its part back", log);
        Assert.Contains("full stops", log);
    }

    [Fact]
    public async Task Environment_AfterAFailedStart_CanBeStartedAgain()
    {
        int starts = 0;
        await using var environment = new TestEnvironment().Add(new FakeServer("moody")
        {
            Starting = _ => ++starts == 1 ? throw new IOException("Address already in use") : Task.CompletedTask,
        });

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));
        await environment.StartAsync(Token);

        Assert.Contains("Likely cause: Another program took the port", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_WithoutAProviderForThisMachine_SaysWhyEachOfThemCannotServe()
    {
        await using var environment = new TestEnvironment()
            .Add(new FakeServer("exotic") { WhyNot = "'exoticd' was not found. Install it." });

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Equal("Nothing here can bring up service 'exotic'.\n  not embedded: 'exoticd' was not found. Install it.", e.Message);
    }

    [Fact]
    public async Task Provider_ThatIsNotTheDemandedKind_IsPassedOver()
    {
        await using var environment = new TestEnvironment().Add(new FakeServer("exotic").By(ProviderKind.Container));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains("not embedded: container was demanded.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_ThatCannotBeOrdered_AreRefusedBeforeAnythingStarts()
    {
        List<string> log = [];
        await using var twins = new TestEnvironment().Add(new FakeServer("a") { Log = log }).Add(new FakeServer("a") { Log = log });
        await using var orphan = new TestEnvironment().Add(new FakeServer("a") { Log = log }.After("b"));
        await using var circle = new TestEnvironment()
            .Add(new FakeServer("a") { Log = log }.After("b")).Add(new FakeServer("b") { Log = log }.After("a"));

        string[] messages = await Task.WhenAll(new[] { twins, orphan, circle }.Select(async environment =>
            (await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token))).Message));

        Assert.Equal(
            [
                "The environment has two services called 'a'. Give one another name.",
                "Service 'a' depends on 'b', which the environment does not have. Add it, or name one of: a.",
                "These services wait for each other: a, b. Take out one of their dependencies.",
            ],
            messages);
        Assert.Empty(log);
    }

    [Fact]
    public async Task Service_ThatIsAddedAfterTheStart_IsRefused()
    {
        await using var environment = new TestEnvironment().Add(new FakeServer("a"));
        await environment.StartAsync(Token);

        Assert.Throws<InvalidOperationException>(() => environment.Add(new FakeServer("b")));
    }
}
