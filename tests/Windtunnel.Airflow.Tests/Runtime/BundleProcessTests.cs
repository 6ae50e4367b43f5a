using System.Diagnostics;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>A bundle as Airflow runs it: a process of its own, real sockets, real signals.</summary>
public sealed class BundleProcessTests
{
    [Fact]
    public async Task Process_OfATask_TellsItsEndAndExitsWithZero()
    {
        var supervisor = new TestSupervisor(StartupOf("orders"));

        int exit = await supervisor.RunAsync(args => StartAsync(args));

        Assert.Equal(0, exit);
        Assert.Equal(1, supervisor.Only<SetXCom>().MappedLength);
        Assert.IsType<SucceedTask>(supervisor.Requests[^1]);
    }

    [Fact]
    public async Task Process_ThatIsTerminated_CancelsItsBodyAndEndsWithinTheGrace()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        Process? process = null;
        var supervisor = new TestSupervisor(StartupOf("waits"))
        {
            Answers = _ =>
            {
                Terminate(process!);
                return new ErrorResponse { Error = "VARIABLE_NOT_FOUND" };
            },
        };

        int exit = await supervisor.RunAsync(args => StartAsync(args, started => process = started));

        Assert.Equal(143, exit);
        Assert.Equal(["GetVariable"], supervisor.Requests.Select(request => request.Type));
        Assert.Contains("stopped from outside", supervisor.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_WhoseSupervisorIsGone_DoesNotLiveOn()
    {
        var supervisor = new TestSupervisor(StartupOf("waits")) { GoneAt = request => request is GetVariable };

        Assert.NotEqual(0, await supervisor.RunAsync(args => StartAsync(args)));
    }

    [Theory]
    [InlineData("exits", "ended the process with exit code 3")]
    [InlineData("crashes", "on a thread of its own")]
    public async Task Process_ThatEndsBeforeItsBody_TellsItsFailureFirst(string task, string reason)
    {
        StartupDetails startup = StartupOf(task);
        var supervisor = new TestSupervisor(startup with { TiContext = startup.TiContext with { ShouldRetry = true } });

        await supervisor.RunAsync(args => StartAsync(args));

        Assert.Contains(reason, supervisor.Only<RetryTask>().RetryReason, StringComparison.Ordinal);
        Assert.Contains("ended before the body did", supervisor.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_StartedByAPerson_ListsItsDags()
    {
        using Process process = Process.Start(new ProcessStartInfo(Executable()) { RedirectStandardOutput = true })!;

        string said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("  d", said, StringComparison.Ordinal);
    }

    private static StartupDetails StartupOf(string task)
    {
        StartupDetails recorded = TestSupervisor.Recorded("succeed-plain");
        return recorded with { Ti = recorded.Ti with { DagId = "d", TaskId = task } };
    }

    private static async Task<int> StartAsync(string[] args, Action<Process>? started = null)
    {
        using Process process = Process.Start(new ProcessStartInfo(Executable(), args))!;
        started?.Invoke(process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private static void Terminate(Process process)
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Built in the same configuration as the tests.</summary>
    private static string Executable()
    {
        string[] parts = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        string name = OperatingSystem.IsWindows() ? "Bundle.exe" : "Bundle";
        return Path.Combine(Repository.Root, "tests", "consumers", "Bundle", "bin", parts[^2], parts[^1], name);
    }
}
