using System.Globalization;
using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>A task as the scheduler needs it.</summary>
internal static class TaskJson
{
    private const string Module = "airflow.providers.standard.decorators.stub";
    private const string Type = "_StubOperator";

    public static void Write(Utf8JsonWriter json, TaskRef task)
    {
        json.WriteStartObject();
        json.WriteString("task_id", task.Id);
        json.WriteString("task_type", Type);
        json.WriteString("_task_module", Module);
        json.WriteString("_operator_name", "@task.stub");
        json.WriteBoolean("is_stub", true);
        DagJson.Texts(json, "template_fields", []);
        if (task.Downstream.Count > 0)
        {
            DagJson.Texts(json, "downstream_task_ids", task.Downstream.Select(next => next.Id).Order(StringComparer.Ordinal));
        }

        WriteKind(json, task);
        if (task.Definition.Mapping is { } mapping)
        {
            WriteMapping(json, task, mapping);
        }
        else
        {
            json.WriteBoolean("_needs_expansion", task.Scope.IsInMappedGroup);
            WriteArguments(json, task);
        }

        WriteAssets(json, task.Spec);
        ParamsOf(json, task);
        json.WriteEndObject();
    }

    private static void WriteKind(Utf8JsonWriter json, TaskRef task)
    {
        Flag(json, "_is_empty", StubWriter.IsPython(task));
        Flag(json, "_is_sensor", task.Kind == TaskKind.Sensor);
        Flag(json, "_can_skip_downstream", task.Kind.CanSkipDownstream());
        Flag(json, "is_setup", task.IsSetup);
        Flag(json, "is_teardown", task.IsTeardown);
        Flag(json, "on_failure_fail_dagrun", task.OnFailureFailDagRun);
        if (task.TriggerRule != TriggerRule.AllSuccess && !task.IsMapped)
        {
            json.WriteString("trigger_rule", task.TriggerRule.ToAirflow());
        }
    }

    /// <summary>What the instances have in common stands under <c>partial_kwargs</c>, encoded.</summary>
    private static void WriteMapping(Utf8JsonWriter json, TaskRef task, Mapping mapping)
    {
        json.WriteBoolean("_is_mapped", true);
        json.WriteBoolean("_disallow_kwargs_override", false);
        json.WriteString("_expand_input_attr", "op_kwargs_expand_input");
        json.WritePropertyName("op_kwargs_expand_input");
        MappingJson.Write(json, mapping);
        json.WriteStartObject("partial_kwargs");
        json.WriteStartArray("op_args");
        json.WriteEndArray();
        json.WritePropertyName("op_kwargs");
        DagJson.Wrap(json, "dict", () =>
        {
            json.WriteStartObject();
            json.WriteEndObject();
        });
        if (task.TriggerRule != TriggerRule.AllSuccess)
        {
            json.WriteString("trigger_rule", task.TriggerRule.ToAirflow());
        }

        WriteArguments(json, task);
        json.WriteEndObject();
    }

    private static void WriteArguments(Utf8JsonWriter json, TaskRef task)
    {
        TaskSpec spec = task.Spec;
        if (!task.IsMapped)
        {
            json.WriteBoolean("has_retry_policy", false);
        }

        if (spec.Retries is > 0 and { } retries)
        {
            json.WriteNumber("retries", retries);
        }

        TimeSpan delay = spec.RetryDelay ?? TimeSpan.FromMinutes(5);
        if (!task.IsMapped || delay != TimeSpan.FromMinutes(5))
        {
            Span(json, "retry_delay", delay, task.IsMapped);
        }

        if (spec.Backoff is { } backoff)
        {
            json.WritePropertyName("retry_exponential_backoff");
            DagJson.Number(json, backoff.Multiplier);
            if (backoff.MaxDelay is { } most)
            {
                Span(json, "max_retry_delay", most, task.IsMapped);
            }
        }

        WriteQueueing(json, spec);
        Moment(json, "start_date", spec.StartDate, task);
        Moment(json, "end_date", spec.EndDate, task);
    }

    private static void WriteQueueing(Utf8JsonWriter json, TaskSpec spec)
    {
        Text(json, "queue", spec.Queue, "default");
        Text(json, "owner", spec.Owner, "airflow");
        Text(json, "pool", spec.Pool, "default_pool");
        Text(json, "doc_md", spec.Doc, "");
        Text(json, "weight_rule", spec.WeightRule.ToString().ToLower(CultureInfo.InvariantCulture), "downstream");
        Number(json, "pool_slots", spec.PoolSlots, 1);
        Number(json, "priority_weight", spec.PriorityWeight, 1);
        Number(json, "max_active_tis_per_dag", spec.Limits.MaxActivePerDag, null);
        Number(json, "max_active_tis_per_dagrun", spec.Limits.MaxActivePerRun, null);
        Flag(json, "depends_on_past", spec.Past.IsActive);
        Flag(json, "wait_for_downstream", spec.Past.WaitForDownstream);
        Flag(json, "ignore_first_depends_on_past", spec.Past.IgnoreFirst);
        Flag(json, "multiple_outputs", spec.MultipleOutputs);
        if (!spec.PushResult)
        {
            json.WriteBoolean("do_xcom_push", false);
        }
    }

    private static void WriteAssets(Utf8JsonWriter json, TaskSpec spec)
    {
        if (!spec.Inlets.IsEmpty)
        {
            AssetJson.WriteList(json, "inlets", spec.Inlets);
        }

        if (!spec.Outlets.IsEmpty || !spec.OutletAliases.IsEmpty)
        {
            AssetJson.WriteList(json, "outlets", [.. spec.Outlets, .. spec.OutletAliases]);
        }
    }

    /// <summary>Airflow repeats the DAG's params on each task.</summary>
    private static void ParamsOf(Utf8JsonWriter json, TaskRef task)
    {
        Param[] inherited = [.. task.Scope.Dag.Params.Where(param => !task.Spec.Params.Any(own => own.Name == param.Name))];
        if (inherited.Length > 0 || !task.Spec.Params.IsEmpty)
        {
            json.WritePropertyName("params");
            ParamJson.Write(json, [.. inherited, .. task.Spec.Params], source: task.Spec.Params.IsEmpty ? "dag" : "task");
        }
    }

    private static void Span(Utf8JsonWriter json, string name, TimeSpan span, bool wrapped)
    {
        json.WritePropertyName(name);
        if (wrapped)
        {
            DagJson.Wrap(json, "timedelta", () => DagJson.Seconds(json, span));
        }
        else
        {
            DagJson.Seconds(json, span);
        }
    }

    private static void Moment(Utf8JsonWriter json, string name, DateTimeOffset? moment, TaskRef task)
    {
        if (moment is not { } at)
        {
            return;
        }

        json.WritePropertyName(name);
        if (task.IsMapped)
        {
            DagJson.Wrap(json, "datetime", () => DagJson.Number(json, DagJson.Epoch(at)));
        }
        else
        {
            DagJson.Number(json, DagJson.Epoch(at));
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, true);
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? value, string unset)
    {
        if (value is not null && value != unset)
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, int? value, int? unset)
    {
        if (value is { } number && value != unset)
        {
            json.WriteNumber(name, number);
        }
    }
}
