using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Windtunnel.Environments;

/// <summary>A kept environment: where its services are, and of what they were made.</summary>
internal sealed record WarmRecord(
    string Name, string Owner, TimeSpan Idle, ImmutableSortedDictionary<string, string> Inputs, ImmutableArray<Handover> Services)
{
    /// <summary>The first input that is another now; null: all are the same.</summary>
    public string? DifferenceFrom(ImmutableSortedDictionary<string, string> now)
    {
        string? name = Inputs.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .FirstOrDefault(input => Inputs.GetValueOrDefault(input) != now.GetValueOrDefault(input));
        return name is null
            ? null
            : (Inputs.GetValueOrDefault(name), now.GetValueOrDefault(name)) switch
            {
                (null, _) => $"the input '{name}' is new",
                (_, null) => $"the input '{name}' is gone",
                var (before, after) => $"the input '{name}' has changed from {before} to {after}",
            };
    }
}

/// <summary>What another process needs to take over a service.</summary>
/// <param name="Name">Of the service.</param>
/// <param name="Kind">What brought it up.</param>
/// <param name="Version">As it told it.</param>
/// <param name="Process">The server.</param>
/// <param name="Log">The file it writes to.</param>
/// <param name="Port">On the loopback address.</param>
/// <param name="Password">Of its administrator; null: it asks for none.</param>
/// <param name="Snapshot">Names the state to which it is put back; null: that is empty.</param>
internal sealed record Handover(
    string Name, ProviderKind Kind, string? Version, int Process, string Log, int Port, string? Password, string? Snapshot);

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WarmRecord))]
internal sealed partial class WarmJson : JsonSerializerContext;
