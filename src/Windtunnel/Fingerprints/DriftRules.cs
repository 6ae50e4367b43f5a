using System.Text.RegularExpressions;

namespace Windtunnel;

/// <summary>What each kind of fact can break when it differs.</summary>
internal static partial class DriftRules
{
    private const string OtherVersion = "Another version may answer the same question otherwise.";
    private const string Speed = "Durations and limits found in the one do not hold in the other.";

    /// <summary>By the name of the fact; one that ends in <c>.*</c> stands for all that begin so. <c>Alike</c> is the effect while the
    /// first numbers of two versions are the same.</summary>
    private static readonly (string Name, DriftEffect Effect, string Why, DriftEffect? Alike)[] Rules =
    [
        ("commit", DriftEffect.Results, "Other code ran.", null),
        ("dirty", DriftEffect.Results, "Code ran that no commit holds.", null),
        ("seed", DriftEffect.Results, "Another seed decides other orders and draws.", null),
        ("windtunnel", DriftEffect.Results, "Another version of the engine may decide otherwise.", null),
        ("runtime", DriftEffect.Results, "Another runtime may format, round or sort otherwise.", DriftEffect.Failures),
        ("runtime.mode", DriftEffect.Failures, "What works when compiled at run time may be missing in a native executable.", null),
        ("runtime.gc", DriftEffect.Timing, Speed, null),
        ("culture", DriftEffect.Results, "Numbers, dates and texts are written, read and sorted by the culture.", null),
        ("globalization", DriftEffect.Results, "Without culture data all cultures behave as the invariant one.", null),
        ("locale", DriftEffect.Results, "Programs that are started sort and format by the locale.", null),
        ("time_zone", DriftEffect.Results, "Times without an offset mean another instant.", null),
        ("time_zone_data", DriftEffect.Results, "Clocks change on other days where the rules of a zone were changed.", null),
        ("package.*", DriftEffect.Results, "Another version of a package may behave otherwise.", DriftEffect.Failures),
        ("database.kind", DriftEffect.Results, "Another database understands the same SQL otherwise.", null),
        ("database.version", DriftEffect.Results, OtherVersion, DriftEffect.Failures),
        ("database.encoding", DriftEffect.Results, "Texts are kept, measured and compared otherwise.", null),
        ("database.collation", DriftEffect.Results, "Texts sort and compare otherwise: ORDER BY, DISTINCT, unique indexes.", null),
        ("database.collation_version", DriftEffect.Results, "Texts sort otherwise, and an index made before is wrong.", null),
        ("database.ctype", DriftEffect.Results, "Upper and lower case, and what counts as a letter, differ.", null),
        ("database.time_zone", DriftEffect.Results, "The server reads times without an offset as another instant.", null),
        ("database.schema", DriftEffect.Results, "Tables, columns, constraints or indexes differ.", null),
        ("database.isolation", DriftEffect.Results, "Transactions see other rows of one another.", null),
        ("database.extension.*", DriftEffect.Failures, "Functions and types may be missing, or behave as in another version.", null),
        ("service.version", DriftEffect.Results, OtherVersion, DriftEffect.Failures),
        ("service.provider", DriftEffect.Failures, "It was brought up in another way.", null),
        ("os", DriftEffect.Failures, "System libraries, paths and programs differ.", null),
        ("architecture", DriftEffect.Failures, "Native libraries and the last digits of floating-point numbers may differ.", null),
        ("root", DriftEffect.Failures, "What root may do an ordinary user may not.", null),
        ("variable.*", DriftEffect.Failures, "What reads the variable behaves otherwise.", null),
        ("kernel", DriftEffect.Timing, Speed, null),
        ("clock_source", DriftEffect.Timing, "The clock has another resolution and cost.", null),
        ("cpus", DriftEffect.Timing, Speed, null),
        ("memory", DriftEffect.Timing, Speed, null),
    ];

    public static Drift Judge(string fact, string? here, string? there)
    {
        string part = ServiceName().Replace(fact, "");
        string[] names = part == fact ? [fact] : [$"service.{part}", $"database.{part}"];
        foreach ((string rule, DriftEffect effect, string why, DriftEffect? alike) in Rules)
        {
            if (Array.Exists(names, name => Fits(rule, name)))
            {
                return new(fact, here, there, alike is { } less && AreAlike(here, there) ? less : effect, why);
            }
        }

        return new(fact, here, there, DriftEffect.Failures, "Nothing is known of what it can break.");
    }

    private static bool Fits(string rule, string name) =>
        rule.EndsWith(".*", StringComparison.Ordinal) ? name.StartsWith(rule[..^1], StringComparison.Ordinal) : name == rule;

    private static bool AreAlike(string? here, string? there) =>
        here is not null && there is not null && FirstNumber().Match(here).Value is { Length: > 0 } major
        && major == FirstNumber().Match(there).Value;

    [GeneratedRegex(@"^service\.[^.]+\.")]
    private static partial Regex ServiceName();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex FirstNumber();
}
