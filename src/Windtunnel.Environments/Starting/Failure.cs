using System.Globalization;

namespace Windtunnel.Environments;

/// <summary>What is said of a service that did not come up: what happened, its last output, the likely cause and the cure.</summary>
internal static class Failure
{
    private const int LinesShown = 15;

    private const string FullDisk = "The disk is full. Make room, or put the files elsewhere: "
        + $"{MemoryDisk.Variable}=none keeps them out of memory, {LeaseRoot.Variable} names another folder.";

    private const string EndedEarly = "The program does not start on this machine as it was asked to. Its output says why; where it has "
        + "none, run it by hand, or install it anew.";

    private const string NeverReady = "It runs and does not serve: it hangs, or needs longer on this machine. Let it have longer with "
        + "ReadyWithin.";

    private const string TooManyConnections = "Tests hold more connections than the server takes. Close what they open, or let fewer tests "
        + "run at once.";

    private static readonly string[] TakenPort = ["ddress already in use", "could not bind", "port is already allocated"];

    // What servers write, and what that means. The first that is found is told.
    private static readonly (string Text, string Cause)[] Causes =
    [
        ("No space left on device", FullDisk),
        ("could not extend file", FullDisk),
        .. TakenPort.Select(text => (text, "Another program took the port in the moment before the service listened on it. Start again.")),
        ("Read-only file system", "The folder is on a file system that takes no writes. Name another folder with "
            + $"{LeaseRoot.Variable} or TMPDIR."),
        ("too many clients already", TooManyConnections),
        ("remaining connection slots are reserved", TooManyConnections),
        ("max number of clients reached", TooManyConnections),
        ("maximum connections exceeded", TooManyConnections),
        ("cannot be run as root", "The server refuses to run as root, and there is no other user to run it as. Add one called 'postgres'."),
        ("ermission denied", "The service may not read or write one of its files. The output names it."),
        ("Cannot allocate memory", "The machine has no memory left. Stop something, or run fewer environments at once."),
        ("could not map anonymous shared memory", "The machine has no memory left. Stop something, or run fewer environments at once."),
        ("failed to execute", "The program cannot be executed: it was removed, or is broken. Install it anew."),
        ("error while loading shared libraries", "A library of the program is missing. Install its package; the output names it."),
    ];

    public static bool IsOfATakenPort(string output) => TakenPort.Any(text => output.Contains(text, StringComparison.Ordinal));

    /// <summary>What is said of a service that was up and is no more.</summary>
    public static string OfTheDead(string service, ServiceInstance dead) =>
        $"Service '{service}' died: {dead.Ended}.{LastOf(dead.Output)}";

    public static EnvironmentException ToStart(Service service, ProviderKind kind, Exception why) =>
        Of(service.Name, $"Service '{service.Name}' ({Name(kind)}) could not be started: {why.Message}", "", why);

    public static EnvironmentException ToPrepare(Service service, ProviderKind kind, ServiceInstance running, Exception why) =>
        Of(service.Name, $"Service '{service.Name}' ({Name(kind)}) is up, but could not be prepared: {why.Message}", running.Output, why);

    /// <summary>A test got no part of a service that is up.</summary>
    public static EnvironmentException ToGivePart(string service, ServiceInstance running, Exception why) =>
        Of(service, $"Service '{service}' is up, but a test could get no part of it: {why.Message}", running.Output, why);

    public static EnvironmentException ToGetReady(
        Service service, ProviderKind kind, ServiceInstance running, TimeSpan after, Exception why)
    {
        (string what, string cause) = running.Ended is { } end
            ? ($"ended before it was ready: {end}.", EndedEarly)
            : (string.Create(CultureInfo.InvariantCulture, $"was not ready after {after.TotalSeconds:F1} s: {why.Message}"), NeverReady);
        return Of(service.Name, $"Service '{service.Name}' ({Name(kind)}) {what}", running.Output, why, cause);
    }

    private static EnvironmentException Of(string service, string what, string output, Exception why, string? otherwise = null)
    {
        string all = $"{output}\n{why}";
        string? cause = Causes.FirstOrDefault(known => all.Contains(known.Text, StringComparison.Ordinal)).Cause ?? otherwise;
        return new(
            what + (cause is null ? "" : $"\nLikely cause: {cause}") + LastOf(output),
            why)
        {
            Service = service,
        };
    }

    private static string LastOf(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0
            ? ""
            : $"\nIts last output:\n{string.Join('\n', lines.TakeLast(LinesShown).Select(line => $"  {line}"))}";
    }

    private static string Name(ProviderKind kind) => kind.ToString().ToLowerInvariant();
}
