using System.Text.Json.Serialization;

namespace Windtunnel;

/// <summary>How much something that was found matters, the worst last.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
public enum FindingLevel
{
    /// <summary>It is as it should be.</summary>
    Good,

    /// <summary>It could not be looked at. That is no fault by itself.</summary>
    NotTold,

    /// <summary>It works, and something will not.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}

/// <summary>What a check of a machine or a deployment found.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Check">Which check, e.g. <c>pools</c>.</param>
/// <param name="Text">What was found, in a sentence.</param>
/// <param name="Cure">What to do; null when there is nothing to do.</param>
public sealed record Finding(FindingLevel Level, string Check, string Text, string? Cure = null)
{
    internal static Finding Good(string check, string text) => new(FindingLevel.Good, check, text);

    /// <inheritdoc/>
    public override string ToString() => Cure is null ? $"{Check}: {Text}" : $"{Check}: {Text} {Cure}";
}
