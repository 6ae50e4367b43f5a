using System.Collections.Concurrent;

namespace Windtunnel.Engine;

/// <summary>The stints in progress. Those that only wait for the clock are not looked at until something happens to them, so that
/// thousands of deferred tasks cost a step no more than one does.</summary>
/// <remarks><see cref="Stir"/> may be called from any thread, the rest is the engine's.</remarks>
internal sealed class LiveStints
{
    private readonly LinkedList<Stint> _all = new();
    private readonly ConcurrentQueue<Stint> _stirred = new();
    private readonly List<Stint> _awake = [];

    /// <summary>How many stints were looked at so far.</summary>
    public long Looks { get; private set; }

    /// <summary>All of them, the oldest first.</summary>
    public Stint[] All => [.. _all];

    /// <summary>Those that wait for something outside, and so hold the clock.</summary>
    public Stint[] WaitingForOutside => [.. _awake.Where(stint => !stint.WaitsVirtually)];

    public void Add(Stint stint)
    {
        stint.Place = _all.AddLast(stint);
        stint.Among = this;
        _awake.Add(stint);
        stint.IsAwake = true;
    }

    /// <summary>Something happened to a stint: it may be over, or may wait for the clock no more.</summary>
    public void Stir(Stint stint) => _stirred.Enqueue(stint);

    /// <summary>Forgets stints that are over, and gives up those that wait on although their time is over.</summary>
    /// <returns>True when one waits for something outside.</returns>
    public bool Settle(Action<AttemptStint> giveUp)
    {
        while (_stirred.TryDequeue(out Stint? stint))
        {
            // Before it is looked at: what happens to it from now on is told anew.
            stint.Calm();
            if (!stint.IsAwake && stint.Place is not null)
            {
                stint.IsAwake = true;
                _awake.Add(stint);
            }
        }

        int kept = 0;
        for (int i = 0; i < _awake.Count; i++) // By index, since giving one up may add a trigger.
        {
            Stint stint = _awake[i];
            Looks++;
            if (stint is AttemptStint { IsTimedOut: true, IsDone: false, WaitsVirtually: true } late)
            {
                giveUp(late);
            }

            stint.IsAwake = !stint.IsDone && !stint.WaitsVirtually;
            if (stint.IsAwake)
            {
                _awake[kept++] = stint;
            }
            else if (stint.IsDone && stint.Place is { } place)
            {
                _all.Remove(place);
                stint.Place = null;
            }
        }

        _awake.RemoveRange(kept, _awake.Count - kept);
        return kept > 0;
    }
}
