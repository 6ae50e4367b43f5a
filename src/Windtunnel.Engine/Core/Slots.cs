namespace Windtunnel.Engine;

/// <summary>Something of which only so many may be used at once: a pool, the executor, a run's or a task's limit. §11.2.</summary>
/// <param name="name">Shown where a row waits for it.</param>
/// <param name="capacity">Null: without limit.</param>
internal sealed class Slots(string name, int? capacity)
{
    private readonly RowQueue _waiting = new();

    public string Name { get; } = name;

    /// <summary>Null: without limit. A DAG's gate is opened and closed by it.</summary>
    public int? Capacity { get; set; } = capacity;

    public int Used { get; private set; }

    public bool HasWaiting => !_waiting.IsEmpty;

    public bool Fits(int slots) => Capacity is null || Used + slots <= Capacity;

    public void Take(int slots) => Used += slots;

    public void Release(int slots) => Used -= slots;

    /// <summary>Parks a row until slots are released, so that a long queue is not looked through again and again.</summary>
    public void Park(Row row) => _waiting.Add(row);

    public bool TryUnpark(out Row row) => _waiting.TryTake(out row);
}
