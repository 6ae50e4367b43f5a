using System.Buffers;

namespace Windtunnel.Schedules;

/// <summary>The ids that Airflow gives to runs, and which ids it takes from others.</summary>
/// <remarks>The instant in an id is the one the run may start after: for an interval that is its end.</remarks>
internal static class RunIds
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~:+-");

    private static readonly RunType[] Types = Enum.GetValues<RunType>();

    /// <summary>The id of a run that nothing else tells apart: scheduled, backfill, manual, or triggered with a logical date.</summary>
    /// <remarks>An operator-triggered run is called like a manual one.</remarks>
    public static string Of(RunType type, DateTimeOffset runAfter) =>
        $"{NameOf(type == RunType.OperatorTriggered ? RunType.Manual : type)}__{Iso8601.Format(runAfter)}";

    /// <summary>The id of one of possibly several runs at an instant: from assets, or triggered without logical date.</summary>
    /// <param name="type">Asset-triggered, operator-triggered and so on.</param>
    /// <param name="runAfter">The instant in the id.</param>
    /// <param name="suffix">Eight letters and digits that tell it apart.</param>
    public static string Of(RunType type, DateTimeOffset runAfter, string suffix) => $"{Of(type, runAfter)}_{suffix}";

    /// <summary>The id of a scheduled run for one partition.</summary>
    /// <param name="runAfter">The tick.</param>
    /// <param name="partitionKey">As the schedule formats it.</param>
    /// <param name="suffix">Eight letters and digits that tell it apart.</param>
    public static string OfPartition(DateTimeOffset runAfter, string partitionKey, string suffix) =>
        $"{Of(RunType.Scheduled, runAfter)}__{partitionKey}__{suffix}";

    /// <summary>Checks an id that someone chose for a run of the given type.</summary>
    /// <exception cref="ArgumentException">Airflow would refuse the id.</exception>
    public static void Check(string runId, RunType type)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        int odd = runId.AsSpan().IndexOfAnyExcept(Allowed);
        if (odd >= 0)
        {
            throw new ArgumentException(
                $"Run id '{runId}' contains '{runId[odd]}'. Use letters, digits and _ . ~ : + - only.", nameof(runId));
        }

        if (runId.Contains("..", StringComparison.Ordinal))
        {
            throw new ArgumentException($"Run id '{runId}' contains '..'. Leave one dot out.", nameof(runId));
        }

        RunType? other = type == RunType.Manual ? TypeNamedBy(runId) : null;
        if (other is { } named && named != type)
        {
            throw new ArgumentException(
                $"Run id '{runId}' begins like that of a run of another type. Choose one without '{NameOf(named)}__'.", nameof(runId));
        }
    }

    private static RunType? TypeNamedBy(string runId)
    {
        foreach (RunType type in Types)
        {
            if (runId.StartsWith($"{NameOf(type)}__", StringComparison.Ordinal))
            {
                return type;
            }
        }

        return null;
    }

    private static string NameOf(RunType type) => type switch
    {
        RunType.Manual => "manual",
        RunType.Scheduled => "scheduled",
        RunType.Backfill => "backfill",
        RunType.OperatorTriggered => "operator_triggered",
        RunType.AssetTriggered => "asset_triggered",
        RunType.AssetMaterialization => "asset_materialization",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
