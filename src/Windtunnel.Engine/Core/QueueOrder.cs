namespace Windtunnel.Engine;

/// <summary>The order in which scheduled rows get slots: priority weight descending, logical date, map index. §11.3.
/// What Airflow leaves open is decided by the seed, or without one by task id and the order in which runs were created.</summary>
internal sealed class QueueOrder : IComparer<Row>
{
    public static readonly QueueOrder Default = new();

    /// <summary>True when Airflow leaves open which of the two is first.</summary>
    public static bool AreEqual(Row x, Row y) => CompareAsAirflow(x, y) == 0;

    public int Compare(Row? x, Row? y)
    {
        if (ReferenceEquals(x, y) || x is null || y is null)
        {
            return 0;
        }

        int order = CompareAsAirflow(x, y);
        order = order != 0 ? order : x.Draw.CompareTo(y.Draw);
        order = order != 0 ? order : ByTask(x, y);
        return order != 0 ? order : x.Run.Sequence.CompareTo(y.Run.Sequence);
    }

    private static int CompareAsAirflow(Row x, Row y)
    {
        int order = y.Owner.Weight.CompareTo(x.Owner.Weight);
        order = order != 0 ? order : Nullable.Compare(x.Run.Info.LogicalDate, y.Run.Info.LogicalDate);
        return order != 0 ? order : x.MapIndex.CompareTo(y.MapIndex);
    }

    /// <summary>By task id. Ranks say the same more quickly, but only within one version of a DAG.</summary>
    private static int ByTask(Row x, Row y) => x.Run.Plan == y.Run.Plan
        ? x.Task.Rank.CompareTo(y.Task.Rank)
        : string.CompareOrdinal(x.Task.Id, y.Task.Id);
}
