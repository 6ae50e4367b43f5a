namespace Windtunnel.Engine;

/// <summary>Rows in the order of <see cref="QueueOrder"/>.</summary>
/// <remarks>The instances of a mapped task mostly come in that order already. They then stand in a lane behind the first of them, and only
/// the first of each lane is compared with others: taking one costs the logarithm of the number of tasks, not of instances.</remarks>
internal sealed class RowQueue
{
    private readonly PriorityQueue<Row, Row> _heads = new(QueueOrder.Default);

    public bool IsEmpty => _heads.Count == 0;

    public void Add(Row row)
    {
        if (row.MapIndex < 0)
        {
            _heads.Enqueue(row, row);
            return;
        }

        Lane lane = row.Owner.Lane ??= new();
        if (lane.In == this && QueueOrder.Default.Compare(lane.Last, row) <= 0)
        {
            lane.Last = row;
            lane.Behind.Enqueue(row);
            return;
        }

        if (lane.In is null)
        {
            (lane.In, lane.First, lane.Last) = (this, row, row);
        }

        _heads.Enqueue(row, row);
    }

    public bool TryTake(out Row row)
    {
        if (!_heads.TryDequeue(out row!, out _))
        {
            return false;
        }

        if (row.Owner.Lane is { } lane && lane.First == row)
        {
            MoveUp(lane);
        }

        return true;
    }

    private void MoveUp(Lane lane)
    {
        if (lane.Behind.TryDequeue(out Row? next))
        {
            lane.First = next;
            _heads.Enqueue(next, next);
        }
        else
        {
            (lane.In, lane.First, lane.Last) = (null, null, null);
        }
    }
}

/// <summary>Instances of one task that stand in a queue one behind the other.</summary>
internal sealed class Lane
{
    /// <summary>The queue it stands in; null while it is empty.</summary>
    public RowQueue? In { get; set; }

    /// <summary>The one that is compared with other rows.</summary>
    public Row? First { get; set; }

    public Row? Last { get; set; }

    /// <summary>Those behind the first, in order.</summary>
    public Queue<Row> Behind { get; } = new();
}
