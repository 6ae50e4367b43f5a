using System.Text.Json;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>What no recorded DAG shows. The recorded ones are compared in Windtunnel.Conformance.Tests.</summary>
public sealed class DagJsonTests
{
    public static TheoryData<string, Schedule, string, string> Schedules => new()
    {
        {
            "cron",
            Schedule.Cron("0 6 * * *"),
            "trigger.CronTriggerTimetable",
            """{"expression":"0 6 * * *","timezone":"UTC","interval":0.0,"run_immediately":false}"""
        },
        {
            "crons",
            Schedule.Crons("0 6 * * *", "0 7 * * *"),
            "trigger.MultipleCronTriggerTimetable",
            """{"expressions":["0 6 * * *","0 7 * * *"],"timezone":"UTC","interval":0.0,"run_immediately":false}"""
        },
        {
            "interval",
            Schedule.CronInterval("@daily"),
            "interval.CronDataIntervalTimetable",
            """{"expression":"0 0 * * *","timezone":"UTC"}"""
        },
        {
            "delta",
            Schedule.EveryInterval(TimeSpan.FromHours(1)),
            "interval.DeltaDataIntervalTimetable",
            """{"delta":3600.0}"""
        },
        {
            "continuous",
            Schedule.Continuous,
            "simple.ContinuousTimetable",
            """{}"""
        },
        {
            "alias",
            Schedule.OnAssets(new AssetAlias("any")),
            "simple.AssetTriggeredTimetable",
            """{"asset_condition":{"__type":"asset_alias","name":"any","group":""}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Schedule_OfAnyKind_IsItsTimetable(string kind, Schedule schedule, string type, string settings)
    {
        JsonElement timetable = Written(new Dag("d") { Schedule = schedule, MaxActiveRuns = 1 }).GetProperty("timetable");

        Assert.Equal((kind, $"airflow.timetables.{type}"), (kind, timetable.GetProperty("__type").GetString()));
        Assert.Equal(settings, timetable.GetProperty("__var").GetRawText());
    }

    [Fact]
    public void Trigger_OfAnotherDag_IsADependency()
    {
        var dag = new Dag("d");
        dag.TriggerDag("t", "child");

        Assert.Equal(
            """[{"source":"d","target":"child","label":"t","dependency_type":"trigger","dependency_id":"t"}]""",
            Written(dag).GetProperty("dag_dependencies").GetRawText());
    }

    [Fact]
    public void Params_OfADagAndATask_AreWrittenWithTheirSchemas()
    {
        var dag = new Dag("d") { Params = [Param.Of("day", "2026-01-01")] };
        dag.Task("t", _ => 1);
        JsonElement task = Written(dag).GetProperty("tasks")[0].GetProperty("__var");

        Assert.Equal(
            "[[\"day\",{\"__class\":\"airflow.sdk.definitions.param.Param\",\"default\":\"2026-01-01\",\"description\":null,"
            + "\"schema\":{\"__type\":\"dict\",\"__var\":{\"type\":\"string\"}},\"source\":\"dag\"}]]",
            task.GetProperty("params").GetRawText());
    }

    [Fact]
    public void Schedule_OnPartitionsThatAreMapped_IsRefusedWithWhatToDoInstead()
    {
        Asset asset = new("orders");
        Dag Scheduled(PartitionMapper mapper) => new("d") { Schedule = Schedule.OnPartitionedAssets(asset, defaultMapper: mapper) };

        var error = Assert.Throws<NotSupportedException>(() => DagJson.Of(Scheduled(PartitionMapper.StartOf(PartitionPeriod.Day))));

        Assert.Contains("how Airflow keeps other mappers than PartitionMapper.Identity", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "airflow.timetables.simple.PartitionedAssetTimetable",
            Written(Scheduled(PartitionMapper.Identity)).GetProperty("timetable").GetProperty("__type").GetString());
    }

    [Fact]
    public void Callbacks_OfADag_AreRefusedWithWhatToDoInstead()
    {
        var dag = new Dag("d") { Callbacks = new() { OnFailure = [_ => { }] } };

        var error = Assert.Throws<NotSupportedException>(() => DagJson.Of(dag));

        Assert.Contains("Put the work into a task", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_ThatAirflowCannotHold_IsRefusedWithWhatToDoInstead()
    {
        var dag = new Dag("d");
        TaskRef<int[]> numbers = dag.Task("numbers", _ => new[] { 1 });
        dag.Map("mixed", Each.In(numbers).Zip(Each.Of(1, 2)), (_, _) => { });

        var error = Assert.Throws<NotSupportedException>(() => DagJson.Of(dag));

        Assert.Contains("Task 'mixed' is mapped over a Zip", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Airflow lets a task that is written as empty succeed without asking the bundle.</summary>
    [Fact]
    public void EmptyTask_WithACallback_IsRunByTheBundle()
    {
        var dag = new Dag("d");
        dag.Empty("quiet");
        dag.Empty("told", new() { Callbacks = new() { OnSuccess = [_ => { }] } });

        bool[] empty = [.. Written(dag).GetProperty("tasks").EnumerateArray()
            .Select(task => task.GetProperty("__var").TryGetProperty("_is_empty", out _))];

        Assert.Equal([true, false], empty);
        Assert.Contains("@task.stub(task_id=\"told\"", StubExport.Of(dag).Text, StringComparison.Ordinal);
    }

    private static JsonElement Written(Dag dag) => JsonDocument.Parse(DagJson.Of(dag)).RootElement.GetProperty("dag");
}
