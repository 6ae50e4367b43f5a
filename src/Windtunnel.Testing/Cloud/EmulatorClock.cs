namespace Windtunnel.Testing.Cloud;

/// <summary>The time of an emulator: when things happen, and when signatures and leases expire. A clock that a test chose, or else that of
/// the run whose bodies use the emulator, or else the system's.</summary>
/// <remarks>Vendors' SDKs sign by the system's clock, whatever a run's says. While a run is followed, what the two said at the same moment
/// is kept, so that an instant of the system can be told as one of the run. Thread-safe.</remarks>
internal sealed class EmulatorClock
{
    private readonly Lock _access = new();
    private readonly List<TaskContext> _bodies = [];
    private readonly List<(DateTimeOffset System, DateTimeOffset Run)> _moments = [];
    private volatile TimeProvider _time = TimeProvider.System;
    private bool _isChosen;

    /// <summary>Counts how often the clock was set to another time, rather than went on.</summary>
    public int Era { get; private set; }

    public TimeProvider Time => _time;

    public DateTimeOffset Now => _time.GetUtcNow();

    private static DateTimeOffset SystemNow => TimeProvider.System.GetUtcNow();

    public void Choose(TimeProvider time) => (_time, _isChosen) = (time, true);

    /// <summary>Goes by the clock of the run that a body belongs to, from now on.</summary>
    /// <returns>Where the clock stood before, when it stands elsewhere now; null when it went on.</returns>
    public DateTimeOffset? Follow(TaskContext body)
    {
        lock (_access)
        {
            if (_isChosen)
                return null;
            DateTimeOffset before = Now;
            bool isOther = _moments.Count == 0 || body.Time.GetUtcNow() < before;
            if (isOther)
            {
                _moments.Clear();
                _bodies.Clear();
                Era++;
            }

            _bodies.RemoveAll(other => other.Host.IsOver);
            _bodies.Add(body);
            _time = body.Time;
            Remember();
            return isOther ? before : null;
        }
    }

    /// <summary>True when a request that was signed at an instant is not older or newer than that, by either clock.</summary>
    public bool IsRecent(DateTimeOffset signed, TimeSpan skew) =>
        (Now - signed).Duration() <= skew || (IsFollowing && (SystemNow - signed).Duration() <= skew);

    /// <summary>When an address was signed, as an instant of this clock: one that the system's clock said since a run is followed is what
    /// the run's said then, and the latest of what it said within that second.</summary>
    public DateTimeOffset Told(DateTimeOffset signed)
    {
        lock (_access)
        {
            // Signatures are in whole seconds.
            int after = _moments.FindIndex(moment => moment.System - TimeSpan.FromSeconds(1) > signed);
            bool isOfTheSystem = _moments.Count > 0 && after != 0 && signed <= SystemNow + TimeSpan.FromSeconds(1);
            if (!isOfTheSystem)
                return signed;
            (DateTimeOffset system, DateTimeOffset run) = _moments[after < 0 ? ^1 : after - 1];
            return run + (signed > system ? signed - system : TimeSpan.Zero);
        }
    }

    /// <summary>Keeps what both clocks say.</summary>
    public void Look()
    {
        lock (_access)
        {
            if (_moments.Count > 0)
                Remember();
        }
    }

    /// <summary>Waits on this clock. In a run it counts as a wait of each body that may have asked for it, so that the run's clock goes
    /// on.</summary>
    /// <returns>False at once when the run is over, and its clock stands still for good.</returns>
    public async Task<bool> DelayAsync(TimeSpan delay, CancellationToken cancellation)
    {
        TimeProvider[] clocks = Waiting();
        if (clocks.Length == 0)
            return false;
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await await Task.WhenAny(clocks.Select(clock => Task.Delay(delay, clock, done.Token)));
        await done.CancelAsync();
        return true;
    }

    private bool IsFollowing
    {
        get
        {
            lock (_access)
                return _moments.Count > 0;
        }
    }

    private TimeProvider[] Waiting()
    {
        lock (_access)
        {
            _bodies.RemoveAll(body => body.Host.IsOver);
            return _moments.Count == 0 ? [_time] : [.. _bodies.Select(body => body.Time)];
        }
    }

    private void Remember()
    {
        const int Most = 10_000;
        (DateTimeOffset System, DateTimeOffset Run) moment = (SystemNow, Now);
        if (_moments.Count > 0 && _moments[^1].Run == moment.Run)
            return;
        if (_moments.Count == Most)
            _moments.RemoveAt(0);
        _moments.Add(moment);
    }
}
