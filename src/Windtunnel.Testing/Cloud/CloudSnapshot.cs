using Windtunnel.Testing.Cloud;

namespace Windtunnel.Testing;

/// <summary>What an emulator held at one moment. Taking one costs nothing: it shares what it holds.</summary>
public sealed class CloudSnapshot
{
    private readonly EmulatorClock _clock;
    private readonly int _era;

    internal CloudSnapshot(string service, object state, EmulatorClock clock, int era) =>
        (Service, State, _clock, _era, Taken) = (service, state, clock, era, clock.Now);

    internal string Service { get; }

    internal object State { get; }

    internal DateTimeOffset Taken { get; }

    /// <summary>False when its instants mean nothing to the clock, which is another or was set to another time since.</summary>
    internal bool IsOf(EmulatorClock clock) => _clock == clock && _era == clock.Era;
}
