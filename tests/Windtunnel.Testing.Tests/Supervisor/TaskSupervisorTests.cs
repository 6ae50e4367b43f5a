using Windtunnel.Airflow.Protocol;
using Windtunnel.Testing.Supervisor;

namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>A real process, well and badly treated.</summary>
public sealed class TaskSupervisorTests
{
    // The frames of the task that says something of each sort: the first, four answers to its body, its result, its end.
    private const int First = 0;
    private const int Last = 6;

    [Fact]
    public async Task Process_OfATask_SaysHowItEndedAndIsGone()
    {
        var server = new ScriptedServer();

        SupervisedTask ended = await Supervised.RunAsync("talks", server, "chatty");

        Assert.IsType<SucceedTask>(ended.Ending);
        Assert.Equal((0, null), (ended.ExitCode, ended.Why));
        Assert.Equal(["SetXCom", "GetConnection", "PutVariable", "GetXCom", "SetXCom", "SucceedTask"], server.Said);
    }

    [Fact]
    public async Task Failure_OfABody_IsAStateThatHoldsWhenTheProcessHasEndedWell()
    {
        var server = new ScriptedServer();

        SupervisedTask ended = await Supervised.RunAsync("fails", server);

        Assert.Equal("failed", Assert.IsType<Airflow.Protocol.TaskState>(ended.Ending).State);
        LogRecord record = Assert.Single(server.Records, record => record.Error is not null);
        Assert.Equal(("error", "boom"), (record.Level, record.Error!.Message));
    }

    [Fact]
    public async Task Success_ThatTheServerRefuses_IsSaidAgainAtTheExit()
    {
        int refusals = 1;
        var server = new ScriptedServer
        {
            Answers = request => request is SucceedTask && refusals-- > 0 ? Reply.Refused(500, "down") : null,
        };

        SupervisedTask ended = await Supervised.RunAsync("t", server);

        Assert.IsType<SucceedTask>(ended.Ending);
        Assert.Equal(2, server.Requests.OfType<SucceedTask>().Count());
    }

    [Theory]
    [InlineData(MisbehaviourKind.Slow, First)]
    [InlineData(MisbehaviourKind.Slow, 2)]
    public async Task Supervisor_ThatIsSlow_IsWaitedFor(object kind, int at) =>
        Assert.IsType<SucceedTask>((await MisbehaveAsync((MisbehaviourKind)kind, at)).Ended.Ending);

    /// <summary>The process goes by itself: the supervisor's force, which would show as signal 9, is not needed.</summary>
    [Theory]
    [InlineData(MisbehaviourKind.Cut, First)]
    [InlineData(MisbehaviourKind.Cut, 3)]
    [InlineData(MisbehaviourKind.Malformed, First)]
    [InlineData(MisbehaviourKind.Endless, First)]
    [InlineData(MisbehaviourKind.Endless, 5)]
    [InlineData(MisbehaviourKind.Closes, First)]
    [InlineData(MisbehaviourKind.Closes, 2)]
    public async Task Supervisor_ThatBreaksTheConversation_EndsTheProcessWithoutAnEnding(object kind, int at)
    {
        (SupervisedTask ended, _) = await MisbehaveAsync((MisbehaviourKind)kind, at);

        Assert.Null(ended.Ending);
        Assert.NotNull(ended.Why);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.NotEqual(137, ended.ExitCode);
    }

    /// <summary>The body that asked fails, and what it asks afterwards may be answered.</summary>
    [Theory]
    [InlineData(2, "failed")]
    [InlineData(4, "failed")]
    [InlineData(Last, "success")]
    public async Task Supervisor_ThatIsSilentOnce_IsNotWaitedForForEver(int at, string state)
    {
        (SupervisedTask ended, ScriptedServer server) = await SilenceAsync(at);

        Assert.Equal(state, ended.Ending is SucceedTask ? "success" : ((Airflow.Protocol.TaskState)ended.Ending!).State);
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains(server.Records, record => record.Error?.Message.Contains("came within 0.3 s", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Supervisor_ThatNeverSaysWhatToDo_IsLeft()
    {
        (SupervisedTask ended, _) = await SilenceAsync(First);

        Assert.Null(ended.Ending);
        Assert.Equal(1, ended.ExitCode);
    }

    [Theory]
    [InlineData(MisbehaviourKind.WrongId, 1)]
    [InlineData(MisbehaviourKind.WrongId, 4)]
    [InlineData(MisbehaviourKind.Malformed, 2)]
    public async Task Supervisor_ThatAnswersNonsenseOnce_FailsTheBodyThatAsked(object kind, int at)
    {
        (SupervisedTask ended, ScriptedServer server) = await MisbehaveAsync((MisbehaviourKind)kind, at);

        Assert.Equal("failed", Assert.IsType<Airflow.Protocol.TaskState>(ended.Ending).State);
        Assert.Contains(server.Records, record => record.Error is not null);
    }

    [Theory]
    [InlineData(MisbehaviourKind.Cut)]
    [InlineData(MisbehaviourKind.Malformed)]
    [InlineData(MisbehaviourKind.Closes)]
    [InlineData(MisbehaviourKind.KillsBefore)]
    [InlineData(MisbehaviourKind.KillsAfter)]
    public async Task Success_ThatWasTaken_StaysWhateverComesAfter(object kind) =>
        Assert.IsType<SucceedTask>((await MisbehaveAsync((MisbehaviourKind)kind, Last)).Ended.Ending);

    [Theory]
    [InlineData(MisbehaviourKind.KillsBefore, First)]
    [InlineData(MisbehaviourKind.KillsAfter, 3)]
    public async Task Process_ThatIsKilled_LeavesNoEnding(object kind, int at)
    {
        (SupervisedTask ended, _) = await MisbehaveAsync((MisbehaviourKind)kind, at);

        Assert.Null(ended.Ending);
        Assert.Equal("The process was ended by signal 9.", ended.Why);
    }

    [Fact]
    public async Task Process_WhoseTaskIsNotWantedAnyMore_IsAskedToStop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        var server = new ScriptedServer { IsWanted = () => false };

        SupervisedTask ended = await Supervised.RunAsync(
            "waits_really", server, limits: Supervised.Limits with { Heartbeat = TimeSpan.FromMilliseconds(50) });

        Assert.Null(ended.Ending);
        Assert.Equal("The task was stopped, because it is no longer wanted.", ended.Why);
        Assert.Equal(143, ended.ExitCode);
    }

    [Fact]
    public async Task Process_ThatLingersAfterItsEnd_IsStoppedAndStaysASuccess()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        SupervisorLimits limits = Supervised.Limits with { Overtime = TimeSpan.FromMilliseconds(50), Grace = TimeSpan.FromSeconds(1) };

        SupervisedTask ended = await Supervised.RunAsync("lingers", new ScriptedServer(), limits: limits);

        Assert.IsType<SucceedTask>(ended.Ending);
        Assert.NotEqual(0, ended.ExitCode);
    }

    [Fact]
    public async Task Executable_ThatNeverConnects_IsStopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no scripts.");
        await using var folder = new TempDirectory();
        string script = folder.With("sleeps", "#!/bin/sh\nexec sleep 600\n").PathOf("sleeps");
#pragma warning disable CA1416 // Skipped on Windows.
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416

        SupervisedTask ended = await new TaskSupervisor(script, Supervised.Limits with { Startup = TimeSpan.FromMilliseconds(50) })
            .RunAsync(null!, new ScriptedServer(), TestContext.Current.CancellationToken);

        Assert.Null(ended.Ending);
        Assert.Equal("The process did not connect within 00:00:00.0500000.", ended.Why);
    }

    [Fact]
    public async Task Executable_ThatIsNone_IsSaidToBeNone()
    {
        SupervisedTask ended = await new TaskSupervisor(typeof(TaskSupervisorTests).Assembly.Location, Supervised.Limits)
            .RunAsync(null!, new ScriptedServer(), TestContext.Current.CancellationToken);

        Assert.Contains("cannot be started", ended.Why, StringComparison.Ordinal);
    }

    private static Task<(SupervisedTask Ended, ScriptedServer Server)> SilenceAsync(int at) =>
        MisbehaveAsync(MisbehaviourKind.Silent, at, Supervised.Limits with { Answer = TimeSpan.FromMilliseconds(300) });

    private static async Task<(SupervisedTask Ended, ScriptedServer Server)> MisbehaveAsync(
        MisbehaviourKind kind, int at, SupervisorLimits? limits = null)
    {
        var server = new ScriptedServer();
        return (await Supervised.RunAsync("talks", server, "chatty", new(kind, at), limits), server);
    }
}
