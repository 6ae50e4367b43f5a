using System.Text.Json.Serialization;

namespace Windtunnel;

/// <summary>What a difference between two environments can break, the worst first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DriftEffect>))]
public enum DriftEffect
{
    /// <summary>A run may succeed in both and give different results: what was proven in the one is not proven for the other.</summary>
    Results,

    /// <summary>A run may fail in the one and not in the other. What succeeded is right in both.</summary>
    Failures,

    /// <summary>Durations cannot be compared.</summary>
    Timing,

    /// <summary>Nothing that is known.</summary>
    Nothing,
}

/// <summary>A fact that two environments do not share.</summary>
/// <param name="Fact">Its name.</param>
/// <param name="Here">Its value in the first; null: it is not known there.</param>
/// <param name="There">Its value in the second; null: it is not known there.</param>
/// <param name="Effect">What that can break.</param>
/// <param name="Why">How, in a sentence.</param>
public sealed record Drift(string Fact, string? Here, string? There, DriftEffect Effect, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Fact}: {Shown(Here)} and {Shown(There)}. {Why}";

    private static string Shown(string? value) => value is null ? "not known" : $"'{value}'";
}
