using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>Examines this machine: whether DAGs can be built, packed and tested on it, and services brought up.</summary>
/// <remarks>It changes nothing but for one empty file in the folder for temporary files, which is removed at once.</remarks>
public sealed class MachineDoctor
{
    private static readonly (string Name, Func<Machine, IEnumerable<Finding>> Run)[] Checks =
    [
        ("sdk", ToolChecks.Sdk),
        ("native_aot", ToolChecks.NativeAot),
        ("postgres", ToolChecks.Postgres),
        ("servers", ToolChecks.Servers),
        ("containers", ToolChecks.Containers),
        ("ports", SystemChecks.Ports),
        ("temporary", SystemChecks.Temporary),
        ("locale", SystemChecks.Locale),
        ("time_zones", SystemChecks.TimeZones),
        ("clock", SystemChecks.Clock),
        ("proxy", SystemChecks.Proxy),
        ("limits", SystemChecks.Limits),
        ("leftovers", SystemChecks.Leftovers),
    ];

    private readonly Machine _machine;

    /// <summary>Of the machine that it is made on.</summary>
    public MachineDoctor()
        : this(new Machine())
    {
    }

    internal MachineDoctor(Machine machine) => _machine = machine;

    /// <summary>The names of the checks.</summary>
    public static ImmutableArray<string> CheckNames { get; } = [.. Checks.Select(check => check.Name)];

    /// <summary>Makes all checks.</summary>
    public ImmutableArray<Finding> Examine() => [.. Checks.SelectMany(check => check.Run(_machine))];

    /// <summary>Makes one check.</summary>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    public ImmutableArray<Finding> Check(string name) =>
        [.. (Array.Find(Checks, check => check.Name == name).Run ?? throw new ArgumentException(
            $"There is no check '{name}'. {NearestNames.Suggest(name, CheckNames)}", nameof(name)))(_machine)];
}
