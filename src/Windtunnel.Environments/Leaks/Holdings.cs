using System.Collections;

namespace Windtunnel.Environments;

/// <summary>What this process, and those it started, hold of the machine and of the servers of environments, and could leave.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class Holdings
{
    private static readonly ClientPools Pools = new();

    private readonly TemporaryFolder _temporary = TemporaryFolder.OfThisProcess;
    private readonly OwnProcesses _processes = new();

    public IEnumerable<Trace> Now()
    {
        IReadOnlyList<OwnProcess> started = _processes.Now();
        var sockets = OpenSockets.Of(started);
        return
        [
            .. started.Select(process =>
                new Trace(process.Key, $"process {process.Id}, which runs '{process.Program}'. Kill it, or await its end.")),
            .. sockets.Listening.Select(socket => new Trace(socket.Key, $"a listener on {socket.Address}. Dispose of it.")),
            .. PostgresInventory.OfThisProcess.SelectMany(server => server.Traces()),
            .. Pools.Traces(sockets.Connected),
            .. OwnThreads.Traces(),
            .. Variables(),
            .. _temporary.Files().Select(path => new Trace(path, $"'{path}'. Delete it.")),
        ];
    }

    private static IEnumerable<Trace> Variables() =>
        from DictionaryEntry entry in Environment.GetEnvironmentVariables()
        select new Trace(
            $"variable {entry.Key}={entry.Value}",
            $"the environment variable '{entry.Key}', set or changed. Put it back.");
}
