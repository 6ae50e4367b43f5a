using System.Text.Json;

namespace Windtunnel.Reference.Aviation;

/// <summary>One row of a delivered file: a flight, or the reason why it is none. An unreadable file counts as one rejected row.</summary>
/// <param name="Source">The file's name.</param>
/// <param name="Line">Line in a CSV file, position in a JSON array; from 1. 0: the file as a whole.</param>
/// <param name="Raw">The row as it was delivered.</param>
/// <param name="Flight">Null when it is rejected.</param>
/// <param name="Rejection">Null when it is a flight.</param>
internal sealed record FeedRow(string Source, int Line, string Raw, Flight? Flight, Rejection? Rejection);

/// <summary>Reads the files in which airlines deliver their flights. No row is lost and no bad row stops the reading.</summary>
internal static class FlightFeed
{
    private static readonly string[] Columns = ["date", "delay", "distance", "origin", "destination"];

    /// <summary>The files of one kind in the order of their names, so that every run reads them alike.</summary>
    /// <exception cref="DirectoryNotFoundException">The inbox is not there (yet).</exception>
    public static IEnumerable<FileInfo> FilesIn(DirectoryInfo inbox, string extension) =>
        inbox.EnumerateFiles("flights*" + extension).OrderBy(file => file.Name, StringComparer.Ordinal);

    /// <summary>Reads a <c>.csv</c> or <c>.json</c> file. An empty file has no rows.</summary>
    public static IEnumerable<FeedRow> Read(FileInfo file) => file switch
    {
        { Length: 0 } => [],
        { Extension: ".json" } => ReadJson(file.Name, File.ReadAllText(file.FullName)),
        _ => ReadCsv(file),
    };

    /// <summary>Reads what would be in a <c>.json</c> file.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="json">The text.</param>
    public static IEnumerable<FeedRow> ReadJson(string source, string json)
    {
        JsonElement[]? items = Items(json, out string? fault);
        return items is null
            ? [new(source, 0, "", null, Rejection.UnreadableFile(fault!))]
            : items.Select((item, i) => item.ValueKind == JsonValueKind.Object
                ? Row(source, i + 1, item.GetRawText(), column => Text(item, column))
                : new(source, i + 1, item.GetRawText(), null, Rejection.Malformed("it is no JSON object")));
    }

    private static IEnumerable<FeedRow> ReadCsv(FileInfo file)
    {
        string[] header = [];
        int line = 0;
        foreach (string text in File.ReadLines(file.FullName))
        {
            string[] cells = CsvLine.Split(text) ?? [];
            if (++line > 1)
            {
                yield return cells.Length == header.Length
                    ? Row(file.Name, line, text, column => cells[Array.IndexOf(header, column)])
                    : new(file.Name, line, text, null, Rejection.Malformed($"{cells.Length} fields under a header of {header.Length}"));
            }
            else if (Columns.Except(cells).ToArray() is { Length: > 0 } missing)
            {
                yield return new(file.Name, 0, text, null, Rejection.UnreadableFile($"its header lacks {string.Join(", ", missing)}"));
                yield break;
            }
            else
            {
                header = cells;
            }
        }
    }

    private static JsonElement[]? Items(string json, out string? fault)
    {
        try
        {
            JsonElement root = JsonDocument.Parse(json).RootElement;
            fault = root.ValueKind == JsonValueKind.Array ? null : "it is no JSON array";
            return fault is null ? [.. root.EnumerateArray()] : null;
        }
        catch (JsonException e)
        {
            fault = e.Message;
            return null;
        }
    }

    private static string? Text(JsonElement item, string column) =>
        item.TryGetProperty(column, out JsonElement value) ? value.ToString() : null;

    private static FeedRow Row(string source, int line, string raw, Func<string, string?> field)
    {
        var fields = new FlightFields(field("date"), field("delay"), field("distance"), field("origin"), field("destination"));
        Flight? flight = Flight.Parse(fields, out Rejection? rejection);
        return new(source, line, raw, flight, rejection);
    }
}
