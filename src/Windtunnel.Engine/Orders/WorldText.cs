using System.Globalization;
using System.Text;

namespace Windtunnel.Engine;

/// <summary>A world written down: two orders that lead to the same text have the same future.</summary>
/// <remarks>What a pass has seen is left out, since the next pass sees everything. A body is taken to be a function of what its context
/// gives it: so its start stands for how far it has come, and the order of uses for what lies behind a connection.</remarks>
internal static class WorldText
{
    public static string Of(RunCore? run, DateTimeOffset now, IReadOnlyList<Report> reports, IReadOnlyDictionary<string, string> uses)
    {
        StringBuilder text = new();
        text.Append(now.UtcTicks);
        if (run is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" {run.State} {run.Reason} {run.HasLateSkip} {run.WasCleared}");
            foreach (TaskPlan task in run.Plan.ByRank)
            {
                Append(text, run.Of(task));
            }
        }

        foreach (Report report in reports)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{report.Row} ended {Ending(report.Ending)}");
        }

        foreach ((string resource, string users) in uses.OrderBy(use => use.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{resource}:{users}");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, TaskRows rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{rows.Task.Index} {rows.PushedLength}");
        foreach (Row row in rows.All)
        {
            text.Append(CultureInfo.InvariantCulture, $" [{row.MapIndex} {(int)row.State} {row.Try}/{row.MaxTries}.{row.Stint}");
            text.Append(CultureInfo.InvariantCulture, $" {row.Start?.UtcTicks} {row.End?.UtcTicks} {row.NextAt.UtcTicks}");
            text.Append(CultureInfo.InvariantCulture, $" {row.Parking?.FirstReschedule?.UtcTicks} {row.Parking?.ResumedWith}");
            text.Append(CultureInfo.InvariantCulture, $" {Chance.Hash((row.Result?.Utf8Json ?? default).Span)}");
            foreach ((string key, XComValue value) in row.XComs ?? [])
            {
                text.Append(CultureInfo.InvariantCulture, $" {key}={Chance.Hash(value.Utf8Json.Span)}");
            }

            text.Append(']');
        }
    }

    private static string Ending(Ending ending) => ending is Ending.Succeeded success
        ? $"{success.Result} {string.Join(' ', success.Follow?.Followed?.Select(task => task.Id) ?? [])}"
        : ending.ToString()!;
}
