using System.Text;

namespace Windtunnel.Airflow;

/// <summary>The imports of a stub: those of which the body uses a name.</summary>
internal static class StubImports
{
    // In the order in which isort would have them.
    private static readonly string[] FromSdk =
    [
        "DAG", "AllowedKeyMapper", "Asset", "AssetAlias", "AssetOrTimeSchedule", "ChainMapper", "CronDataIntervalTimetable",
        "CronPartitionTimetable", "CronTriggerTimetable", "DayWindow", "DeltaDataIntervalTimetable", "DeltaTriggerTimetable",
        "EventsTimetable", "FanOutMapper", "FixedKeyMapper", "HourWindow", "IdentityMapper", "MinimumCount", "MonthWindow",
        "MultipleCronTriggerTimetable", "Param", "PartitionedAssetTimetable", "PartitionedAtRuntime", "ProductMapper", "QuarterWindow",
        "RollupMapper", "StartOfDayMapper", "StartOfHourMapper", "StartOfMonthMapper", "StartOfQuarterMapper", "StartOfWeekMapper",
        "StartOfYearMapper", "TaskGroup", "WeekWindow", "YearWindow", "task", "task_group",
    ];

    public static IEnumerable<string> Names => [.. FromSdk, "EmptyOperator"];

    public static string For(string body)
    {
        var text = new StringBuilder();
        bool usesDates = body.Contains("datetime.timedelta(", StringComparison.Ordinal);
        text.Append(usesDates ? "import datetime\n\n" : "");
        text.Append(body.Contains("pendulum.datetime(", StringComparison.Ordinal) ? "import pendulum\n" : "");
        text.Append(Uses(body, "EmptyOperator") ? "from airflow.providers.standard.operators.empty import EmptyOperator\n" : "");
        string[] used = [.. FromSdk.Where(name => Uses(body, name))];
        text.Append(PythonImport(used));
        text.Append(body.Contains("relativedelta(", StringComparison.Ordinal) ? "from dateutil.relativedelta import relativedelta\n" : "");
        return text.ToString();
    }

    private static bool Uses(string body, string name) => name == "task"
        ? body.Contains("@task.stub", StringComparison.Ordinal)
        : Calls(body, $"{name}(") || (name == "Asset" && Calls(body, "Asset.ref("));

    /// <summary>Not as the end of a longer name.</summary>
    private static bool Calls(string body, string call)
    {
        int at = body.IndexOf(call, StringComparison.Ordinal);
        while (at > 0 && char.IsAsciiLetterOrDigit(body[at - 1]))
        {
            at = body.IndexOf(call, at + 1, StringComparison.Ordinal);
        }

        return at >= 0;
    }

    private static string PythonImport(string[] names)
    {
        string line = $"from airflow.sdk import {string.Join(", ", names)}\n";
        return line.Length <= 100 ? line : $"from airflow.sdk import (\n{string.Concat(names.Select(name => $"    {name},\n"))})\n";
    }
}
