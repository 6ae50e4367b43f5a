namespace Windtunnel.Engine;

/// <summary>The rows that one pass examines, in the order of task id and map index. Rows that an expansion makes come last.</summary>
internal sealed class PassQueue
{
    private readonly List<Row> _sorted = [];
    private readonly PriorityQueue<Row, long> _added = new();
    private readonly Queue<Row> _appended = new();
    private int _next;
    private long _position;

    /// <summary>Begins anew with these rows. One queue serves all passes, since most are of a row or two.</summary>
    public void Fill(List<Row> rows)
    {
        _position = -1;
        _next = 0;
        _sorted.Clear();
        _sorted.AddRange(rows);
        if (!IsInOrder())
        {
            _sorted.Sort(static (one, other) => Key(one).CompareTo(Key(other)));
        }
    }

    /// <summary>Adds a row whose turn in this pass is still to come; false when it is over.</summary>
    public bool TryAdd(Row row)
    {
        long key = Key(row);
        if (key <= _position)
        {
            return false;
        }

        _added.Enqueue(row, key);
        return true;
    }

    public void Append(Row row)
    {
        row.IsDirty = true;
        _appended.Enqueue(row);
    }

    public bool TryNext(out Row row)
    {
        if (TryNextInOrder(out row) || _appended.TryDequeue(out row!))
        {
            row.IsDirty = false;
            return true;
        }

        _position = long.MaxValue;
        return false;
    }

    private bool TryNextInOrder(out Row row)
    {
        long first = _next < _sorted.Count ? Key(_sorted[_next]) : long.MaxValue;
        if (_added.TryPeek(out _, out long added) && added < first)
        {
            return _added.TryDequeue(out row!, out _position);
        }

        if (first == long.MaxValue)
        {
            row = null!;
            return false;
        }

        row = _sorted[_next++];
        _position = first;
        return true;
    }

    /// <summary>Mostly they are: rows are marked in the order of their indexes, and many passes are of one row.</summary>
    private bool IsInOrder()
    {
        for (int i = 1; i < _sorted.Count; i++)
        {
            if (Key(_sorted[i - 1]) > Key(_sorted[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static long Key(Row row) => ((long)row.Task.Rank << 32) | (uint)(row.MapIndex + 1);
}
