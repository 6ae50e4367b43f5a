namespace Windtunnel.Engine;

/// <summary>Keeps the XComs of a run's rows. §16.1.</summary>
internal static class XComStore
{
    public const string ReturnValue = "return_value";

    public static void PushResult(RunCore run, Row row, XComValue value)
    {
        Record(run, row, ReturnValue, value);
        row.Owner.Results += row.Result is null && row.MapIndex >= 0 ? 1 : 0;
        row.Result = value;
        row.Owner.Gathered = null;
        if (row.MapIndex < 0 && row.Task.IsMapSource)
        {
            row.Owner.PushedLength = value.Length;
        }
    }

    public static void Push(RunCore run, Row row, string key, XComValue value)
    {
        if (key == ReturnValue)
        {
            PushResult(run, row, value);
            return;
        }

        Record(run, row, key, value);
        (row.XComs ??= new(StringComparer.Ordinal))[key] = value;
    }

    /// <summary>Deletes what an earlier try left, when an attempt starts.</summary>
    public static void Clear(Row row)
    {
        row.Owner.Gathered = null;
        row.Owner.Results -= row.Result is not null && row.MapIndex >= 0 ? 1 : 0;
        row.Result = null;
        row.XComs = null;
        row.Skips = null;
    }

    public static XComValue? Find(Row? row, string key) =>
        key == ReturnValue ? row?.Result : row?.XComs?.GetValueOrDefault(key);

    /// <summary>The results of these rows, in their order; rows without one leave no gap.</summary>
    public static IReadOnlyList<XComValue> Results(IEnumerable<Row> rows) => [.. rows.Select(row => row.Result).OfType<XComValue>()];

    /// <summary>All results of a task by map index, gathered once for the many instances that read the same list.</summary>
    public static IReadOnlyList<XComValue> Results(TaskRows rows) => rows.Gathered ??= Results(rows.All);

    private static void Record(RunCore run, Row row, string key, XComValue value) => run.Journal.Append(new XComPushed
    {
        At = run.Now,
        Task = row.Task.Id,
        MapIndex = row.MapIndex,
        Try = row.Try,
        Key = key,
        Value = value.ToString(),
    });
}
