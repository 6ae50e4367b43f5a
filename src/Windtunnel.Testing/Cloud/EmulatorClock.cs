namespace Windtunnel.Testing.Cloud;

/// <summary>The time of an emulator, and the times that a signature may have been made at.</summary>
internal sealed class EmulatorClock
{
    private TimeProvider? _chosen;
    private TimeProvider? _ofTheRun;

    /// <summary>When things happen: the test's clock, else the run's, else the system's.</summary>
    public TimeProvider Time => _chosen ?? _ofTheRun ?? TimeProvider.System;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>True when waiting for this clock can be waited for: a run's clock stands still while its task waits for an
    /// answer.</summary>
    public bool MovesByItself => _chosen is not null || _ofTheRun is null;

    public void Choose(TimeProvider time) => _chosen = time;

    public void Follow(TimeProvider run) => _ofTheRun = run;

    /// <summary>Whether something holds at a time that a client may have. A vendor's SDK in a body reads the system's clock, a hook the
    /// run's; a clock that the test chose is the only one.</summary>
    public bool HoldsForAClient(Func<DateTimeOffset, bool> condition) =>
        condition(Now) || (_chosen is null && _ofTheRun is not null && condition(TimeProvider.System.GetUtcNow()));
}
