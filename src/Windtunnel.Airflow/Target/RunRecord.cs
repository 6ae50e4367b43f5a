using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>All that a deployment tells of a finished run.</summary>
internal sealed record RunRecord
{
    public required RunRow Run { get; init; }

    public required IReadOnlyList<InstanceRecord> Instances { get; init; }

    public required IReadOnlyList<AssetEventRow> AssetEvents { get; init; }

    /// <summary>What was there and was not read, in sentences.</summary>
    public required IReadOnlyList<string> NotRead { get; init; }
}

/// <summary>All that it tells of one task instance.</summary>
/// <param name="Row">As it is now.</param>
/// <param name="Tries">The first first; none when it never started.</param>
/// <param name="XComs">With their values.</param>
internal sealed record InstanceRecord(InstanceRow Row, IReadOnlyList<TryRecord> Tries, IReadOnlyList<XComRow> XComs);

/// <summary>One try and what it logged.</summary>
internal sealed record TryRecord(InstanceRow Row, TryLog Log);
