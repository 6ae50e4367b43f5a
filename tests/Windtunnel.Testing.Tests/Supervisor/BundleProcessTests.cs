using System.Diagnostics;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Testing.Supervisor;

namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>A bundle as Airflow runs it: a process of its own, real sockets, real signals.</summary>
public sealed class BundleProcessTests
{
    [Fact]
    public async Task Process_OfATaskThatOthersAreMappedOver_SendsTheLengthOfItsResult()
    {
        var server = new ScriptedServer();

        SupervisedTask ended = await Supervised.RunAsync("orders", server);

        Assert.IsType<SucceedTask>(ended.Ending);
        Assert.Equal(1, Assert.Single(server.Requests.OfType<SetXCom>()).MappedLength);
    }

    [Fact]
    public async Task Process_ThatIsTerminated_CancelsItsBodyAndEndsWithinTheGrace()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var stop = new CancellationTokenSource();
        var server = new ScriptedServer
        {
            Answers = request =>
            {
                if (request is GetVariable)
                {
                    stop.Cancel();
                }

                return null;
            },
        };

        SupervisedTask ended = await Supervised.RunAsync("waits_really", server, stop: stop.Token);

        Assert.Equal(143, ended.ExitCode);
        Assert.Equal(["GetVariable"], server.Said);
        Assert.Contains(server.Records, record => record.Event.Contains("stopped from outside", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exits", "ended the process with exit code 3")]
    [InlineData("crashes", "on a thread of its own")]
    public async Task Process_ThatEndsBeforeItsBody_TellsItsFailureFirst(string task, string reason)
    {
        var server = new ScriptedServer();

        SupervisedTask ended = await Supervised.RunAsync(task, server, maxTries: 1);

        Assert.Contains(reason, Assert.IsType<RetryTask>(ended.Ending).RetryReason, StringComparison.Ordinal);
        Assert.Contains(server.Records, record => record.Event.Contains("ended before the body did", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("leaves_a_thread")]
    [InlineData("exits_after_its_end")]
    public async Task Process_WhateverItsTaskLeavesBehind_EndsWellAndStaysSkipped(string task)
    {
        SupervisedTask ended = await Supervised.RunAsync(task, new ScriptedServer());

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("skipped", Assert.IsType<Windtunnel.Airflow.Protocol.TaskState>(ended.Ending).State);
    }

    [Fact]
    public async Task Process_StartedByAPerson_ListsItsDags()
    {
        using Process process = Process.Start(new ProcessStartInfo(BuiltBundle.Path) { RedirectStandardOutput = true })!;

        string said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("  all_kinds", said, StringComparison.Ordinal);
    }
}
