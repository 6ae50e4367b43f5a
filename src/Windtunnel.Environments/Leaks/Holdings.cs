using System.Collections;

namespace Windtunnel.Environments;

/// <summary>What this process, and those it started, hold of the machine and could leave.</summary>
internal sealed class Holdings
{
    private readonly TemporaryFolder _temporary = TemporaryFolder.OfThisProcess;
    private readonly OwnProcesses _processes = new();

    /// <summary>What is told of each thing, by a name that no other thing is given later.</summary>
    public IEnumerable<KeyValuePair<string, string>> Now()
    {
        IReadOnlyList<OwnProcess> started = _processes.Now();
        return Processes(started)
            .Concat(OpenSockets.Of(started).Select(socket => Told(socket.Key, $"a listener on {socket.Address}. Dispose of it.")))
            .Concat(Variables())
            .Concat(_temporary.Files().Select(path => Told(path, $"'{path}'. Delete it.")));
    }

    private static IEnumerable<KeyValuePair<string, string>> Processes(IEnumerable<OwnProcess> started) =>
        from process in started
        select Told(process.Key, $"process {process.Id}, which runs '{process.Program}'. Kill it, or await its end.");

    private static IEnumerable<KeyValuePair<string, string>> Variables() =>
        from DictionaryEntry entry in Environment.GetEnvironmentVariables()
        select Told($"variable {entry.Key}={entry.Value}", $"the environment variable '{entry.Key}', set or changed. Put it back.");

    private static KeyValuePair<string, string> Told(string name, string sentence) => new(name, sentence);
}
