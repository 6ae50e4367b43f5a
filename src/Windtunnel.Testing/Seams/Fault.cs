namespace Windtunnel.Testing;

/// <summary>Something that goes wrong between a body and a system, in virtual time and by the run's seed. Each time it is applied it
/// is journalled. A run that succeeds although a fault was never applied fails: nothing was proved.</summary>
public abstract record Fault
{
    private protected Fault()
    {
    }

    /// <summary>The share of calls it is tried on, drawn by the run's seed.</summary>
    internal double Rate { get; private init; } = 1;

    /// <summary>The calls it is tried on; null: all.</summary>
    internal Func<HookCall, bool>? Where { get; private init; }

    /// <summary>Each call takes so much longer.</summary>
    public static Fault Latency(TimeSpan delay) => Latency(delay, delay);

    /// <summary>Each call takes longer by a time between two, drawn by the run's seed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or the second is less than the first.</exception>
    public static Fault Latency(TimeSpan least, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return new LatencyFault(least, most);
    }

    /// <summary>The first calls of the run fail, as if the system could not be reached. All of them must come, or the fault counts as
    /// never applied.</summary>
    /// <param name="times">How many; at least 1.</param>
    /// <param name="with">What is thrown. Null: what users of such a system see when it cannot be reached.</param>
    public static Fault Fails(int times, Func<HookCall, Exception>? with = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        return new FailingFault(times, with);
    }

    /// <summary>The system cannot be reached for a while.</summary>
    /// <param name="after">When it begins, from the start of the run's clock.</param>
    /// <param name="lasting">How long it lasts.</param>
    public static Fault Outage(TimeSpan after, TimeSpan lasting)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lasting, TimeSpan.Zero);
        return new OutageFault(after, lasting);
    }

    /// <summary>The same fault on calls that <paramref name="where"/> chooses among those chosen so far.</summary>
    public Fault On(Func<HookCall, bool> where)
    {
        ArgumentNullException.ThrowIfNull(where);
        Func<HookCall, bool>? before = Where;
        return this with { Where = before is null ? where : call => before(call) && where(call) };
    }

    /// <summary>The same fault on calls of one operation, e.g. <c>GET</c>, <c>commit</c>, <c>publish</c>.</summary>
    public Fault On(string operation) => On(call => string.Equals(call.Operation, operation, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same fault on a share of the calls, between 0 and 1.</summary>
    public Fault AtRate(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(rate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        return this with { Rate = rate };
    }

    /// <summary>How often it has to be applied in a run to have been experienced.</summary>
    internal virtual int Expected => 1;

    /// <summary>In words, as the journal has it.</summary>
    internal abstract string Words { get; }

    /// <summary>Whether it applies to a call that it is tried on.</summary>
    /// <param name="call">The call.</param>
    /// <param name="applied">How often it was applied in the run so far.</param>
    /// <param name="place">Where it stands.</param>
    internal virtual bool Applies(HookCall call, int applied, StagePlace place) => true;

    /// <summary>Applies it, before the call goes on.</summary>
    internal abstract ValueTask InjectAsync(HookCall call, Random chance);
}

internal sealed record LatencyFault(TimeSpan Least, TimeSpan Most) : Fault
{
    internal override string Words => Least == Most ? $"latency {Least:c}" : $"latency {Least:c} to {Most:c}";

    internal override ValueTask InjectAsync(HookCall call, Random chance) =>
        call.DelayAsync(Least + TimeSpan.FromTicks(chance.NextInt64((Most - Least).Ticks + 1)));
}

internal sealed record FailingFault(int Times, Func<HookCall, Exception>? With) : Fault
{
    internal override int Expected => Times;

    internal override string Words => Times == 1 ? "fails once" : $"fails {Times} times";

    internal override bool Applies(HookCall call, int applied, StagePlace place) => applied < Times;

    internal override ValueTask InjectAsync(HookCall call, Random chance) =>
        throw (With?.Invoke(call) ?? call.Unreachable($"Connection '{call.ConnectionId}' cannot be reached: the test's fault '{Words}'."));
}

internal sealed record OutageFault(TimeSpan After, TimeSpan Lasting) : Fault
{
    internal override string Words => $"outage {After:c} for {Lasting:c}";

    internal override bool Applies(HookCall call, int applied, StagePlace place)
    {
        TimeSpan elapsed = call.Context.Time.GetUtcNow() - place.StartingAt;
        return elapsed >= After && elapsed < After + Lasting;
    }

    internal override ValueTask InjectAsync(HookCall call, Random chance) =>
        throw call.Unreachable($"Connection '{call.ConnectionId}' cannot be reached: the test's fault '{Words}'.");
}
