namespace Windtunnel.Assets;

/// <summary>From a period to its members.</summary>
internal sealed record FanOutMapper(PeriodMapper Upstream, PartitionPeriod Window, PeriodMapper Downstream) : PartitionMapper
{
    public override IReadOnlyList<string> Map(string key) =>
        [.. Window.MembersFrom(Upstream.StartOfPeriod(key)).Select(Downstream.Output.Format)];
}

/// <summary>From the members to their period, whose run waits for them.</summary>
internal sealed record RollupMapper(PeriodMapper Upstream, PartitionPeriod Window, WaitPolicy Wait) : PartitionMapper
{
    public override IReadOnlyList<string> Map(string key) => Upstream.Map(key);

    /// <summary>The upstream keys that make up the period.</summary>
    public IReadOnlySet<string> KeysOf(string target) =>
        Window.MembersFrom(Upstream.Decode(target)).Select(Upstream.Encode).ToHashSet(StringComparer.Ordinal);
}
