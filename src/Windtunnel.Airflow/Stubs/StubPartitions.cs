using Windtunnel.Assets;
using Windtunnel.Schedules;

namespace Windtunnel.Airflow;

/// <summary>Writes schedules of partitions, and how keys of asset events become keys of runs.</summary>
internal static class StubPartitions
{
    private const string InstantFormat = "%Y-%m-%dT%H:%M:%S";

    public static string Text(CronPartitionSchedule schedule, TimeZoneInfo dagZone)
    {
        CronCadence cron = schedule.Cadence;
        List<string> arguments = [PythonText.Literal(cron.Cron.Text), Zone(cron.Zone ?? dagZone)];
        AddIf(arguments, schedule.RunOffset != 0, $"run_offset={schedule.RunOffset}");
        AddIf(arguments, schedule.RunImmediately is not null, $"run_immediately={StubSchedule.Text(schedule.RunImmediately)}");
        AddIf(arguments, schedule.KeyFormat.Text != InstantFormat, $"key_format={PythonText.Literal(schedule.KeyFormat.Text)}");
        return PythonText.Call("CronPartitionTimetable", arguments);
    }

    public static string Text(PartitionedAssetSchedule schedule)
    {
        List<string> arguments = [$"assets={StubSchedule.Text(schedule.Assets)}"];
        AddIf(
            arguments,
            schedule.DefaultMapper != PartitionMapper.Identity,
            $"default_partition_mapper={Text(schedule.DefaultMapper)}");
        AddIf(
            arguments,
            !schedule.Mappers.IsEmpty,
            $"partition_mapper_config={{{string.Join(", ", schedule.Mappers.Select(Entry))}}}");
        return PythonText.Call("PartitionedAssetTimetable", arguments);
    }

    private static string Entry(KeyValuePair<AssetExpression, PartitionMapper> entry) =>
        $"{StubSchedule.Text(entry.Key)}: {Text(entry.Value)}";

    private static string Text(PartitionMapper mapper) => mapper switch
    {
        IdentityMapper => "IdentityMapper()",
        AllowedKeyMapper allowed => PythonText.Call("AllowedKeyMapper", [PythonText.List(allowed.Keys.Select(PythonText.Literal))]),
        FixedKeyMapper one => PythonText.Call("FixedKeyMapper", [PythonText.Literal(one.Target)]),
        ChainMapper chain => PythonText.Call("ChainMapper", chain.Mappers.Select(Text)),
        ProductMapper product => PythonText.Call("ProductMapper", [
            .. product.Parts.Select(Text),
            .. product.Delimiter == "|" ? Array.Empty<string>() : [$"delimiter={PythonText.Literal(product.Delimiter)}"]]),
        PeriodMapper period => Text(period),
        FanOutMapper fanOut => PythonText.Call("FanOutMapper", [
            $"upstream_mapper={Text(fanOut.Upstream)}", $"window={fanOut.Window}Window()",
            $"downstream_mapper={Text(fanOut.Downstream)}"]),
        RollupMapper rollup => PythonText.Call("RollupMapper", [
            $"upstream_mapper={Text(rollup.Upstream)}", $"window={rollup.Window}Window()",
            .. rollup.Wait.Minimum is { } count ? [$"wait_policy=MinimumCount({count})"] : Array.Empty<string>()]),
        _ => throw new InvalidOperationException($"The mapper '{mapper}' is not known to the export."),
    };

    private static string Text(PeriodMapper mapper)
    {
        List<string> arguments = [];
        AddIf(arguments, mapper.Zone != TimeZoneInfo.Utc, Zone(mapper.Zone));
        AddIf(arguments, mapper.Input.Text != InstantFormat, $"input_format={PythonText.Literal(mapper.Input.Text)}");
        AddIf(
            arguments,
            mapper.Output.Text != mapper.Period.KeyFormat(),
            $"output_format={PythonText.Literal(mapper.Output.Text)}");
        return PythonText.Call($"StartOf{mapper.Period}Mapper", arguments);
    }

    private static string Zone(TimeZoneInfo zone) => $"timezone={PythonText.Literal(StubSchedule.ZoneName(zone))}";

    private static void AddIf(List<string> arguments, bool condition, string argument)
    {
        if (condition)
        {
            arguments.Add(argument);
        }
    }
}
