namespace Windtunnel.Engine;

/// <summary>The order in which scheduled rows get slots: priority weight descending, logical date, map index. §11.3.
/// What Airflow leaves open is decided by the seed, or without one by task id and the order in which runs were created.</summary>
internal sealed class QueueOrder : IComparer<Row>
{
    public static readonly QueueOrder Default = new();

    public int Compare(Row? x, Row? y)
    {
        if (ReferenceEquals(x, y) || x is null || y is null)
        {
            return 0;
        }

        int order = y.Owner.Weight.CompareTo(x.Owner.Weight);
        order = order != 0 ? order : Nullable.Compare(x.Run.Info.LogicalDate, y.Run.Info.LogicalDate);
        order = order != 0 ? order : x.MapIndex.CompareTo(y.MapIndex);
        order = order != 0 ? order : x.Draw.CompareTo(y.Draw);
        order = order != 0 ? order : ByTask(x, y);
        return order != 0 ? order : x.Run.Sequence.CompareTo(y.Run.Sequence);
    }

    /// <summary>By task id. Ranks say the same more quickly, but only within one version of a DAG.</summary>
    private static int ByTask(Row x, Row y) => x.Run.Plan == y.Run.Plan
        ? x.Task.Rank.CompareTo(y.Task.Rank)
        : string.CompareOrdinal(x.Task.Id, y.Task.Id);
}
