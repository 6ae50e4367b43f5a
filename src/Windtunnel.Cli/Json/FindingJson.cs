namespace Windtunnel.Cli.Json;

/// <summary>What a doctor found.</summary>
internal sealed record FindingJson(string Level, string Check, string Text, string? Cure)
{
    public static FindingJson Of(Finding finding) => new(Name(finding.Level), finding.Check, finding.Text, finding.Cure);

    public static string Name(FindingLevel level) => level switch
    {
        FindingLevel.NotTold => "not_told",
        _ => level.ToString().ToLowerInvariant(),
    };
}

/// <summary>A fact that two environments do not share.</summary>
internal sealed record DriftJson(string Fact, string? Here, string? There, string Effect, string Why)
{
    public static DriftJson Of(Drift drift) =>
        new(drift.Fact, drift.Here, drift.There, drift.Effect.ToString().ToLowerInvariant(), drift.Why);
}

/// <summary>A setting, with what is secret of it masked.</summary>
internal sealed record SettingJson(string Kind, string Name, string Value, string Origin, string[] Overridden);
