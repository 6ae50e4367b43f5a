namespace Windtunnel.Airflow.Rest;

/// <summary>A part of a list.</summary>
/// <param name="Rows">Those that came.</param>
/// <param name="TotalEntries">How many there are in all.</param>
/// <param name="NextCursor">Where a list goes on that is read by cursor, which costs the server the same however long the list is. Null
/// at its end, and in other lists.</param>
internal sealed record Page<T>(IReadOnlyList<T> Rows, int TotalEntries, string? NextCursor)
    where T : class
{
    /// <param name="row">The answer.</param>
    /// <param name="list">The name that the API gives this list's rows.</param>
    /// <param name="read">Reads one.</param>
    public static Page<T> Read(JsonRow row, string list, Func<JsonRow, T> read) =>
        new(row.List(list, read), row.Whole("total_entries"), row.TextOrNull("next_cursor"));
}
