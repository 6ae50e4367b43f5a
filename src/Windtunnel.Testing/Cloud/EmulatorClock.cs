namespace Windtunnel.Testing.Cloud;

/// <summary>The time of an emulator: when things happen, and when signatures and leases expire. The system's unless a test chose
/// another.</summary>
internal sealed class EmulatorClock
{
    public TimeProvider Time { get; private set; } = TimeProvider.System;

    public DateTimeOffset Now => Time.GetUtcNow();

    public bool IsNow(Func<DateTimeOffset, bool> condition) => condition(Now);

    public void Choose(TimeProvider time) => Time = time;
}
