using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>Settings that are missing, malformed or unknown. The message holds all of them, and no secret.</summary>
public sealed class SettingsException : Exception
{
    internal SettingsException(IReadOnlyCollection<string> problems)
        : base($"{(problems.Count == 1 ? "A setting is" : $"{problems.Count} settings are")} wrong.\n- {string.Join("\n- ", problems)}") =>
        Problems = [.. problems];

    /// <summary>One sentence or two each: where, what was found, what to do.</summary>
    public ImmutableArray<string> Problems { get; }
}
