using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Windtunnel.Airflow;

/// <summary>The entry point of a bundle.</summary>
/// <example><code>return await BundleProgram.RunAsync(args, () => Project.Dags);</code></example>
public static class BundleProgram
{
    private const string Comm = "--comm=";
    private const string Logs = "--logs=";
    private const int Succeeded = 0;
    private const int Failed = 1;
    private const int Stopped = 143;

    /// <summary>The variable of the environment that says how many seconds an answer of the supervisor is waited for.</summary>
    internal const string AnswerLimitVariable = "WINDTUNNEL_ANSWER_SECONDS";

    // The supervisor itself tries up to five times, with waits of up to 90 s, before it answers.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(15);

    // What an author's program does after the task, such as sending its traces, has this long.
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(5);

    /// <summary>Runs one task when Airflow started the process (with <c>--comm</c> and <c>--logs</c>), and is the project's own command
    /// line otherwise.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="bundle">The project's DAGs.</param>
    /// <param name="commandLine">What the process does when a person starts it. Null: it lists the DAGs.</param>
    /// <returns>The exit code. 0 after every end of a task that Airflow was told, failures included: it would distrust any other.</returns>
    /// <remarks>After a task the process ends in 5 s at the latest, whatever threads and awaits are left in it.</remarks>
    public static Task<int> RunAsync(string[] args, Bundle bundle, Func<string[], Task<int>>? commandLine = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return RunAsync(args, () => bundle, commandLine);
    }

    /// <summary>The same with a bundle that is made when it is needed: what goes wrong with it is then in the log of the task. Of a process
    /// that fails before it has connected, Airflow keeps nothing.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="bundle">Makes the project's DAGs.</param>
    /// <param name="commandLine">What the process does when a person starts it. Null: it lists the DAGs.</param>
    /// <returns>The exit code, as above.</returns>
    public static Task<int> RunAsync(string[] args, Func<Bundle> bundle, Func<string[], Task<int>>? commandLine = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(bundle);
        EmbeddedLibraries.Offer();
        IPEndPoint? comm = EndPoint(args, Comm);
        IPEndPoint? logs = EndPoint(args, Logs);
        return comm is not null && logs is not null ? RunAndLeaveAsync(bundle, comm, logs, StandingClock.From(args) ?? TimeProvider.System)
            : commandLine is not null ? commandLine(args)
            : ListAsync(bundle());
    }

    private static IPEndPoint? EndPoint(string[] args, string option) =>
        args.FirstOrDefault(arg => arg.StartsWith(option, StringComparison.Ordinal)) is { } found
            && IPEndPoint.TryParse(found.AsSpan(option.Length), out IPEndPoint? address)
            ? address
            : null;

    private static async Task<int> ListAsync(Bundle bundle)
    {
        await Console.Out.WriteLineAsync("This executable is run by Airflow. It holds the tasks of these DAGs:");
        foreach (string id in bundle.DagIds)
        {
            await Console.Out.WriteLineAsync($"  {id}");
        }

        return Succeeded;
    }

    /// <summary>A thread that a body left behind would keep the process, and with it the worker's slot: after a deferral for ever, after a
    /// skip until Airflow kills it and takes the task for failed.</summary>
    private static async Task<int> RunAndLeaveAsync(Func<Bundle> bundle, IPEndPoint comm, IPEndPoint logs, TimeProvider time)
    {
        int exitCode = await RunTaskAsync(bundle, comm, logs, time);
        var end = new Thread(() =>
        {
            Thread.Sleep(Leaving);
            Environment.Exit(exitCode);
        });
        end.IsBackground = true;
        end.Start();
        return exitCode;
    }

    /// <summary>One task, without an end of the process.</summary>
    internal static async Task<int> RunTaskAsync(Func<Bundle> bundle, IPEndPoint comm, IPEndPoint logs, TimeProvider time)
    {
        using Socket logSocket = Connect(logs);
        using Socket commSocket = Connect(comm);
        commSocket.ReceiveTimeout = commSocket.SendTimeout = logSocket.SendTimeout = (int)AnswerLimit().TotalMilliseconds;
        await using var logStream = new NetworkStream(logSocket);
        await using var commStream = new NetworkStream(commSocket);
        using var stopping = new CancellationTokenSource();
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stopping));
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stopping));
        using var watch = new SupervisorWatch(logSocket, stopping);

        var mask = new SecretMask();
        var log = new TaskLog(logStream, TimeProvider.System, LogLevels.FromEnvironment("task"), mask);
        try
        {
            if (ReferenceEquals(time, TimeProvider.System) && RunningBundle.Digest is { } digest)
            {
                // By this line a deployment's log tells which bundle its workers have: windtunnel doctor --airflow.
                log.LogInformation(RunningBundle.LogLine, Path.GetFileName(Environment.ProcessPath), digest);
            }

            await new TaskRuntime(bundle, new SupervisorChannel(commStream), log, mask, time).RunAsync(stopping.Token);
            return stopping.IsCancellationRequested ? Stopped : Succeeded;
        }
        catch (Exception e)
        {
            log.LogCritical(e, "The conversation with Airflow's supervisor broke off; the task fails.");
            return Failed;
        }
    }

    private static TimeSpan AnswerLimit() =>
        double.TryParse(Environment.GetEnvironmentVariable(AnswerLimitVariable), CultureInfo.InvariantCulture, out double seconds)
        && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : LongestAnswer;

    private static Socket Connect(IPEndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(address);
        return socket;
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stopping)
    {
        context.Cancel = true;
        _ = stopping.CancelAsync();
    }
}
