using System.Globalization;

namespace Windtunnel.Airflow;

/// <summary>The arguments of DAGs and tasks in Python: what differs from Airflow's default, and what a scheduler honours for a stub. What
/// the bundle sees to itself (timeouts, callbacks, results) is left out.</summary>
internal static class StubArguments
{
    public static IReadOnlyList<string> Of(Dag dag)
    {
        List<string> arguments = [$"dag_id={PythonText.Literal(dag.Id)}"];
        Add(arguments, "dag_display_name", dag.DisplayName, PythonText.Literal);
        // A text that ends like the name of a file is opened as one.
        Add(arguments, "doc_md", dag.Doc, doc => PythonText.Literal(doc.EndsWith(".md", StringComparison.Ordinal) ? $"{doc}\n" : doc));
        arguments.Add($"schedule={StubSchedule.Text(dag.Schedule, dag.TimeZone)}");
        Add(arguments, "start_date", dag.StartDate, date => In(dag.TimeZone, date));
        Add(arguments, "end_date", dag.EndDate, date => In(dag.TimeZone, date));
        arguments.Add($"catchup={PythonText.Literal(dag.Catchup)}");
        arguments.Add($"max_active_runs={dag.MaxActiveRuns}");
        arguments.Add($"max_active_tasks={dag.MaxActiveTasks}");
        Add(arguments, "dagrun_timeout", dag.DagRunTimeout, PythonText.Literal);
        AddIf(arguments, dag.FailFast, "fail_fast=True");
        AddIf(arguments, dag.MaxConsecutiveFailedRuns > 0, $"max_consecutive_failed_dag_runs={dag.MaxConsecutiveFailedRuns}");
        AddIf(arguments, !dag.Params.IsEmpty, $"params={{\n{string.Concat(dag.Params.Select(param => $"        {Text(param)},\n"))}    }}");
        AddIf(arguments, !dag.Tags.IsEmpty, $"tags={PythonText.List(dag.Tags.Select(PythonText.Literal))}");
        return arguments;
    }

    public static IReadOnlyList<string> Of(TaskRef task, StubOptions options)
    {
        TaskSpec spec = task.Spec;
        List<string> arguments = [$"task_id={PythonText.Literal(task.Definition.LocalId)}"];
        if (!StubWriter.IsPython(task))
        {
            arguments.Add($"queue={PythonText.Literal(options.QueueOf(spec))}");
        }

        AddIf(arguments, task.TriggerRule != TriggerRule.AllSuccess && !task.IsTeardown,
            $"trigger_rule={PythonText.Literal(task.TriggerRule.ToAirflow())}");
        AddRetries(arguments, spec);
        AddLimits(arguments, spec);
        AddAssets(arguments, spec);
        Add(arguments, "start_date", spec.StartDate?.ToUniversalTime(), date => PythonText.Literal(date, "UTC"));
        Add(arguments, "end_date", spec.EndDate?.ToUniversalTime(), date => PythonText.Literal(date, "UTC"));
        AddIf(arguments, spec.Owner is not (null or "airflow"), $"owner={PythonText.Literal(spec.Owner ?? "")}");
        Add(arguments, "doc_md", spec.Doc, PythonText.Literal);
        AddIf(arguments, !spec.Params.IsEmpty, $"params={{{string.Join(", ", spec.Params.Select(Text))}}}");
        return arguments;
    }

    private static void AddRetries(List<string> arguments, TaskSpec spec)
    {
        // Always, since Airflow's own default for retries is a setting of the deployment.
        arguments.Add($"retries={spec.Retries ?? 0}");
        AddIf(arguments, spec.Retries > 0, $"retry_delay={PythonText.Literal(spec.RetryDelay ?? default)}");
        if (spec.Backoff is { } backoff)
        {
            arguments.Add($"retry_exponential_backoff={PythonText.Literal(backoff.Multiplier)}");
            Add(arguments, "max_retry_delay", backoff.MaxDelay, PythonText.Literal);
        }
    }

    private static void AddLimits(List<string> arguments, TaskSpec spec)
    {
        AddIf(arguments, spec.Pool != "default_pool", $"pool={PythonText.Literal(spec.Pool)}");
        AddIf(arguments, spec.PoolSlots != 1, $"pool_slots={spec.PoolSlots}");
        AddIf(arguments, spec.PriorityWeight != 1, $"priority_weight={spec.PriorityWeight}");
        AddIf(arguments, spec.WeightRule != WeightRule.Downstream,
            $"weight_rule={PythonText.Literal(spec.WeightRule.ToString().ToLower(CultureInfo.InvariantCulture))}");
        Add(arguments, "max_active_tis_per_dag", spec.Limits.MaxActivePerDag, limit => $"{limit}");
        Add(arguments, "max_active_tis_per_dagrun", spec.Limits.MaxActivePerRun, limit => $"{limit}");
        AddIf(arguments, spec.Past.DependsOnPast, "depends_on_past=True");
        AddIf(arguments, spec.Past.WaitForDownstream, "wait_for_downstream=True");
        AddIf(arguments, spec.Past.IgnoreFirst, "ignore_first_depends_on_past=True");
    }

    private static void AddAssets(List<string> arguments, TaskSpec spec)
    {
        string[] outlets = [.. spec.Outlets.Select(StubSchedule.Text), .. spec.OutletAliases.Select(StubSchedule.Text)];
        AddIf(arguments, !spec.Inlets.IsEmpty, $"inlets={PythonText.List(spec.Inlets.Select(StubSchedule.Text))}");
        AddIf(arguments, outlets.Length > 0, $"outlets={PythonText.List(outlets)}");
    }

    private static string Text(Param param)
    {
        List<string> arguments = [];
        AddIf(arguments, param.DefaultJson is not null, Json(param.DefaultJson ?? "null"));
        Add(arguments, "description", param.Description, PythonText.Literal);
        arguments.Add($"schema={Json(param.WholeSchema())}");
        return $"{PythonText.Literal(param.Name)}: {PythonText.Call("Param", arguments)}";
    }

    private static string Json(string json) => PythonText.Literal(System.Text.Json.JsonDocument.Parse(json).RootElement);

    /// <summary>Of an hour that a clock shows twice, Python takes the second unless it is told.</summary>
    private static string In(TimeZoneInfo zone, DateTimeOffset date)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(date, zone);
        bool isFirstOfTwo = zone.IsAmbiguousTime(local) && local.Offset == zone.GetAmbiguousTimeOffsets(local).Max();
        return PythonText.Literal(local, StubSchedule.ZoneName(zone), isFirstOfTwo);
    }

    private static void AddIf(List<string> arguments, bool condition, string argument)
    {
        if (condition)
        {
            arguments.Add(argument);
        }
    }

    private static void Add<T>(List<string> arguments, string name, T? value, Func<T, string> text)
        where T : struct => AddIf(arguments, value is not null, value is { } given ? $"{name}={text(given)}" : "");

    private static void Add(List<string> arguments, string name, string? value, Func<string, string> text) =>
        AddIf(arguments, value is not null, value is null ? "" : $"{name}={text(value)}");
}
