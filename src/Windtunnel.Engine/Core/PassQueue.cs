namespace Windtunnel.Engine;

/// <summary>The rows that one pass examines, in the order of task id and map index. Rows that an expansion makes come last.</summary>
internal sealed class PassQueue
{
    private readonly PriorityQueue<Row, long> _ordered = new();
    private readonly Queue<Row> _appended = new();
    private long _position;

    /// <summary>Begins anew with these rows. One queue serves all passes, since most are of a row or two.</summary>
    public void Fill(List<Row> rows)
    {
        _position = -1;
        foreach (Row row in rows)
        {
            _ordered.Enqueue(row, Key(row));
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

        _ordered.Enqueue(row, key);
        return true;
    }

    public void Append(Row row)
    {
        row.IsDirty = true;
        _appended.Enqueue(row);
    }

    public bool TryNext(out Row row)
    {
        if (_ordered.TryDequeue(out row!, out _position) || _appended.TryDequeue(out row!))
        {
            row.IsDirty = false;
            return true;
        }

        _position = long.MaxValue;
        return false;
    }

    private static long Key(Row row) => ((long)row.Task.Rank << 32) | (uint)(row.MapIndex + 1);
}
