using System.Text.Json;
using Windtunnel.Schedules;

namespace Windtunnel.Airflow;

/// <summary>Schedules as the timetables that Airflow makes of them.</summary>
internal static class TimetableJson
{
    private const string Module = "airflow.timetables.";

    public static void Write(Utf8JsonWriter json, Schedule? schedule, TimeZoneInfo dagZone)
    {
        string path = schedule switch
        {
            null => "simple.NullTimetable",
            OnceSchedule => "simple.OnceTimetable",
            ContinuousSchedule => "simple.ContinuousTimetable",
            AssetSchedule => "simple.AssetTriggeredTimetable",
            PartitionedAssetSchedule => "simple.PartitionedAssetTimetable",
            AssetOrTimeSchedule => "assets.AssetOrTimeSchedule",
            EventsSchedule => "events.EventsTimetable",
            MultipleCronSchedule => "trigger.MultipleCronTriggerTimetable",
            TriggerSchedule { Cadence: CronCadence } => "trigger.CronTriggerTimetable",
            TriggerSchedule => "trigger.DeltaTriggerTimetable",
            IntervalSchedule { Cadence: CronCadence } => "interval.CronDataIntervalTimetable",
            IntervalSchedule => "interval.DeltaDataIntervalTimetable",
            _ => throw new InvalidOperationException($"The schedule '{schedule}' should have been refused."),
        };
        DagJson.Wrap(json, Module + path, () =>
        {
            json.WriteStartObject();
            WriteSettings(json, schedule, dagZone);
            json.WriteEndObject();
        });
    }

    private static void WriteSettings(Utf8JsonWriter json, Schedule? schedule, TimeZoneInfo dagZone)
    {
        switch (schedule)
        {
            case MultipleCronSchedule several:
                DagJson.Texts(json, "expressions", several.Parts.Select(part => ((CronCadence)part.Cadence).Cron.Text));
                WriteTrigger(json, several.Parts[0], dagZone);
                break;
            case TriggerSchedule { Cadence: CronCadence cron } trigger:
                json.WriteString("expression", cron.Cron.Text);
                WriteTrigger(json, trigger, dagZone);
                break;
            case TriggerSchedule { Cadence: DeltaCadence delta } trigger:
                WriteDelta(json, "delta", delta.Delta);
                WriteDelta(json, "interval", trigger.Interval);
                break;
            case IntervalSchedule { Cadence: CronCadence cron }:
                json.WriteString("expression", cron.Cron.Text);
                json.WriteString("timezone", StubSchedule.ZoneName(cron.Zone ?? dagZone));
                break;
            case IntervalSchedule { Cadence: DeltaCadence delta }:
                WriteDelta(json, "delta", delta.Delta);
                break;
            case EventsSchedule events:
                DagJson.Texts(json, "event_dates", events.Instants.Select(at => Iso8601.Format(at)));
                json.WriteBoolean("restrict_to_events", events.RestrictToEvents);
                json.WriteString("description", events.Description);
                break;
            case AssetOrTimeSchedule both:
                json.WritePropertyName("timetable");
                Write(json, both.Time, dagZone);
                WriteCondition(json, both.Assets);
                break;
            case PartitionedAssetSchedule partitioned:
                WriteCondition(json, partitioned.Assets);
                json.WritePropertyName("default_partition_mapper");
                DagJson.Wrap(json, "airflow.partition_mappers.identity.IdentityMapper", () => WriteEmpty(json));
                json.WriteStartArray("partition_mapper_config");
                json.WriteEndArray();
                break;
            case { Assets: { } assets }:
                WriteCondition(json, assets);
                break;
        }
    }

    private static void WriteEmpty(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter json, AssetExpression assets)
    {
        json.WritePropertyName("asset_condition");
        AssetJson.WriteCondition(json, assets);
    }

    private static void WriteTrigger(Utf8JsonWriter json, TriggerSchedule trigger, TimeZoneInfo dagZone)
    {
        json.WriteString("timezone", StubSchedule.ZoneName(((CronCadence)trigger.Cadence).Zone ?? dagZone));
        WriteDelta(json, "interval", trigger.Interval);
        json.WritePropertyName("run_immediately");
        if (trigger.RunImmediately?.Window is { } window)
        {
            DagJson.Seconds(json, window);
        }
        else
        {
            json.WriteBooleanValue(trigger.RunImmediately is not null);
        }
    }

    /// <summary>Seconds; months only as Python's <c>relativedelta</c>.</summary>
    private static void WriteDelta(Utf8JsonWriter json, string name, CalendarDelta delta)
    {
        json.WritePropertyName(name);
        if (delta.Months == 0)
        {
            DagJson.Seconds(json, delta.Time);
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("months", delta.Months);
        if (delta.Time != default)
        {
            json.WriteNumber("microseconds", delta.Time.Ticks / TimeSpan.TicksPerMicrosecond);
        }

        json.WriteEndObject();
    }
}
