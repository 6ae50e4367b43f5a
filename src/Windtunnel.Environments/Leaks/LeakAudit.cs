using System.Collections.Immutable;
using System.Net.NetworkInformation;

namespace Windtunnel.Environments;

/// <summary>What a test left of the machine that was not there before: child processes, listening ports, environment variables, and
/// files in the folder for temporary ones.</summary>
/// <remarks>Audits that overlap see each other's leaks: a leak is told to every test that was running when it arose. What an environment
/// holds is no leak. Thread-safe.</remarks>
/// <example><code>
/// var audit = LeakAudit.Begin("Load_IntoAnEmptyWarehouse_Succeeds");
/// // the test
/// audit.ShouldBeClean();
/// </code></example>
public sealed class LeakAudit
{
    private readonly Holdings _before;
    private readonly string _test;

    private LeakAudit(string test) => (_test, _before) = (test, Holdings.Now());

    /// <summary>Remembers what there is.</summary>
    /// <param name="test">The name that a finding tells.</param>
    public static LeakAudit Begin(string test)
    {
        ArgumentException.ThrowIfNullOrEmpty(test);
        return new(test);
    }

    /// <summary>What there is now and was not at the beginning, one sentence each; empty where nothing leaked.</summary>
    public ImmutableArray<string> Leaks() => Holdings.Now().Beyond(_before);

    /// <exception cref="LeakException">Something leaked; the message names the test and each leak.</exception>
    public void ShouldBeClean()
    {
        ImmutableArray<string> leaks = Leaks();
        if (leaks.Length > 0)
        {
            throw new LeakException($"Test '{_test}' left behind:\n" + string.Join('\n', leaks.Select(leak => $"  {leak}")));
        }
    }
}

/// <summary>A test left something behind.</summary>
public sealed class LeakException(string message) : Exception(message);

/// <summary>What can leak, at one moment.</summary>
internal sealed record Holdings(
    ImmutableDictionary<string, string> Processes,
    ImmutableDictionary<string, string> Ports,
    ImmutableDictionary<string, string> Variables,
    ImmutableDictionary<string, string> Files)
{
    public static Holdings Now() => new(ChildProcesses.Now(), ListeningPorts(), EnvironmentVariables(), TemporaryFiles());

    public ImmutableArray<string> Beyond(Holdings before) =>
    [
        .. New(Processes, before.Processes, (id, program) => $"process {id}, which runs '{program}'. Kill it, or await its end."),
        .. New(Ports, before.Ports, (port, _) => $"a listener on {port}. Dispose of it."),
        .. New(Variables, before.Variables, (name, _) => $"the environment variable '{name}', set or changed. Put it back."),
        .. New(Files, before.Files, (path, _) => $"'{path}'. Delete it."),
    ];

    private static IEnumerable<string> New(
        ImmutableDictionary<string, string> now, ImmutableDictionary<string, string> before, Func<string, string, string> tell) =>
        now.Except(before).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => tell(entry.Key, entry.Value));

    private static ImmutableDictionary<string, string> ListeningPorts() => IPGlobalProperties.GetIPGlobalProperties()
        .GetActiveTcpListeners().Where(listener => !PortLease.IsTaken(LeaseRoot.Default, listener.Port))
        .Select(listener => listener.ToString()).Distinct()
        .ToImmutableDictionary(listener => listener, _ => "", StringComparer.Ordinal);

    private static ImmutableDictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>()
        .ToImmutableDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    private static ImmutableDictionary<string, string> TemporaryFiles() => Directory.EnumerateFileSystemEntries(Path.GetTempPath())
        .ToImmutableDictionary(path => path, _ => "", StringComparer.Ordinal);
}
