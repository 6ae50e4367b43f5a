using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>Runs one task as a worker of Airflow does: starts the bundle, answers what it asks, and sees to its end.</summary>
/// <remarks>Everything that calls the server continues on the scheduler that it was called on, so that the embedded engine can be the
/// server.</remarks>
internal sealed class TaskSupervisor(string bundle, SupervisorLimits limits)
{
    /// <summary>What goes wrong on purpose; null: nothing.</summary>
    public Misbehaviour? Misbehaviour { get; init; }

    /// <summary>Told of each process that was started; null: nobody is.</summary>
    public Action<BundleProcess>? Started { get; init; }

    /// <summary>Told of each that is gone; null: nobody is.</summary>
    public Action<BundleProcess>? Ended { get; init; }

    /// <param name="startup">The first frame.</param>
    /// <param name="server">What stands behind the supervisor.</param>
    /// <param name="stop">Cancelled when the task is to be stopped.</param>
    /// <returns>How it ended; the process is gone.</returns>
    public async Task<SupervisedTask> RunAsync(StartupDetails startup, TaskServer server, CancellationToken stop)
    {
        using var comm = new TcpListener(IPAddress.Loopback, 0);
        using var logs = new TcpListener(IPAddress.Loopback, 0);
        using ClockServer? clock = server.Now is null ? null : new(server);
        comm.Start();
        logs.Start();
        try
        {
            string[] addresses = [$"--comm={comm.LocalEndpoint}", $"--logs={logs.LocalEndpoint}"];
            using var process = BundleProcess.Start(bundle, clock is null ? addresses : [.. addresses, clock.Argument], limits.Answer);
            Started?.Invoke(process);
            await using CancellationTokenRegistration stopped = stop.Register(() => _ = process.StopAsync(limits.Grace));
            try
            {
                var output = new ProcessOutput(process, server);
                SupervisedTask ended = await ConnectAsync(process, comm, logs) is var (commSocket, logSocket)
                    ? await HoldAsync(new(process, commSocket, logSocket, server, limits) { Misbehaviour = Misbehaviour }, startup)
                    : await NeverConnectedAsync(process);
                await output.EndAsync(limits.Cleanup);
                return ended;
            }
            finally
            {
                Ended?.Invoke(process);
            }
        }
        catch (Win32Exception e)
        {
            return new(null, $"'{bundle}' cannot be started: {e.Message} 'windtunnel verify' says more.", null);
        }
    }

    private static async Task<SupervisedTask> HoldAsync(Conversation conversation, StartupDetails startup)
    {
        using (conversation)
        {
            return await conversation.HoldAsync(startup);
        }
    }

    /// <returns>Null when the process ended or let its time pass before both connections were there.</returns>
    private async Task<(Socket Comm, Socket Logs)?> ConnectAsync(BundleProcess process, TcpListener comm, TcpListener logs)
    {
        using var over = new CancellationTokenSource(limits.Startup);
        Task<Socket> commAccepted = AcceptAsync(process, comm, over.Token);
        Task<Socket> logsAccepted = AcceptAsync(process, logs, over.Token);
        Task both = Task.WhenAll(commAccepted, logsAccepted);
        await Task.WhenAny(both, process.ExitAsync());
        if (both.IsCompletedSuccessfully)
        {
            return (await commAccepted, await logsAccepted);
        }

        await over.CancelAsync();
        await both.ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (Task<Socket> accepted in new[] { commAccepted, logsAccepted }.Where(accepted => accepted.IsCompletedSuccessfully))
        {
            (await accepted).Dispose();
        }

        return null;
    }

    private static async Task<Socket> AcceptAsync(BundleProcess process, TcpListener listener, CancellationToken over)
    {
        while (true)
        {
            Socket accepted = await listener.AcceptSocketAsync(over);
            if (PeerCheck.IsOf(process.Id, accepted))
            {
                accepted.NoDelay = true;
                return accepted;
            }

            accepted.Dispose();
        }
    }

    private async Task<SupervisedTask> NeverConnectedAsync(BundleProcess process)
    {
        Task<int> exit = process.ExitAsync();
        if (exit.IsCompleted)
        {
            return new(null, $"The process exited with {await exit} before it connected.", await exit);
        }

        await process.StopAsync(limits.Grace);
        return new(null, $"The process did not connect within {limits.Startup}.", await exit);
    }
}
