using Windtunnel.Assets;
using Windtunnel.Schedules;

namespace Windtunnel.Airflow;

/// <summary>Writes schedules as the timetables they are, so that no configuration of the deployment can change their meaning.</summary>
internal static class StubSchedule
{
    /// <summary>The IANA name of a zone.</summary>
    public static string ZoneName(TimeZoneInfo zone) => zone == TimeZoneInfo.Utc ? "UTC" : zone.Id;

    public static string Text(Schedule? schedule, TimeZoneInfo dagZone) => schedule switch
    {
        null => "None",
        OnceSchedule => "\"@once\"",
        ContinuousSchedule => "\"@continuous\"",
        AssetSchedule assets => Text(assets.Assets!),
        AssetOrTimeSchedule both => $"AssetOrTimeSchedule(timetable={Text(both.Time, dagZone)}, assets={Text(both.Assets)})",
        EventsSchedule events => PythonText.Call("EventsTimetable", [
            $"event_dates={PythonText.List(events.Instants.Select(instant => PythonText.Literal(instant, "UTC")))}",
            .. events.RestrictToEvents ? ["restrict_to_events=True"] : Array.Empty<string>()]),
        MultipleCronSchedule several => PythonText.Call("MultipleCronTriggerTimetable", [
            .. several.Parts.Select(part => PythonText.Literal(((CronCadence)part.Cadence).Cron.Text)),
            .. Options(several.Parts[0], dagZone)]),
        TriggerSchedule { Cadence: CronCadence cron } trigger =>
            PythonText.Call("CronTriggerTimetable", [PythonText.Literal(cron.Cron.Text), .. Options(trigger, dagZone)]),
        TriggerSchedule { Cadence: DeltaCadence delta } trigger =>
            PythonText.Call("DeltaTriggerTimetable", [PythonText.Literal(delta.Delta), .. Options(trigger, dagZone)]),
        IntervalSchedule { Cadence: CronCadence cron } =>
            PythonText.Call("CronDataIntervalTimetable", [PythonText.Literal(cron.Cron.Text), Zone(cron, dagZone)]),
        IntervalSchedule { Cadence: DeltaCadence delta } =>
            PythonText.Call("DeltaDataIntervalTimetable", [PythonText.Literal(delta.Delta)]),
        CronPartitionSchedule partitions => StubPartitions.Text(partitions, dagZone),
        PartitionedAssetSchedule partitions => StubPartitions.Text(partitions),
        RuntimePartitionSchedule => "PartitionedAtRuntime()",
        _ => throw new InvalidOperationException($"The schedule '{schedule}' is not known to the export."),
    };

    public static string Text(RunImmediately? first) => first?.Window is { } window ? PythonText.Literal(window) : "True";

    /// <summary>An asset, an alias, or several joined by <c>&amp;</c> and <c>|</c>.</summary>
    public static string Text(AssetExpression assets) => assets switch
    {
        Asset asset => PythonText.Call("Asset", AssetArguments(asset)),
        AssetAlias { Group: "" } alias => $"AssetAlias({PythonText.Literal(alias.Name)})",
        AssetAlias alias => $"AssetAlias({PythonText.Literal(alias.Name)}, group={PythonText.Literal(alias.Group)})",
        AssetRef { Name: { } name } => $"Asset.ref(name={PythonText.Literal(name)})",
        AssetRef byUri => $"Asset.ref(uri={PythonText.Literal(byUri.Uri!)})",
        AssetCombination several => $"({string.Join(several.NeedsAll ? " & " : " | ", several.Parts.Select(Text))})",
        _ => throw new InvalidOperationException($"The asset expression '{assets}' is not known to the export."),
    };

    private static IEnumerable<string> AssetArguments(Asset asset)
    {
        yield return $"name={PythonText.Literal(asset.Name)}";
        yield return $"uri={PythonText.Literal(asset.Uri)}";
        if (asset.Group != "asset")
        {
            yield return $"group={PythonText.Literal(asset.Group)}";
        }

        if (asset.Extra is { } extra)
        {
            yield return $"extra={PythonText.Literal(System.Text.Json.JsonDocument.Parse(extra.ToJsonString()).RootElement)}";
        }
    }

    private static IEnumerable<string> Options(TriggerSchedule trigger, TimeZoneInfo dagZone)
    {
        if (trigger.Cadence is CronCadence cron)
        {
            yield return Zone(cron, dagZone);
        }

        if (trigger.Interval != default)
        {
            yield return $"interval={PythonText.Literal(trigger.Interval)}";
        }

        if (trigger.RunImmediately is { } first)
        {
            yield return $"run_immediately={Text(first)}";
        }
    }

    private static string Zone(CronCadence cron, TimeZoneInfo dagZone) =>
        $"timezone={PythonText.Literal(ZoneName(cron.Zone ?? dagZone))}";
}
