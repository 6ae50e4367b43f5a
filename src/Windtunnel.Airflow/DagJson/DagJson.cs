using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>A DAG as Airflow serializes it (version 3), which is what a bundle answers when it is asked for its DAGs.</summary>
/// <remarks>What Airflow knows of a body is its id: of Python's operators nothing is written but what the scheduler looks at.</remarks>
public static class DagJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="dag">Built, or built by this.</param>
    /// <param name="file">The path that Airflow shows as the DAG's source. Null: the DAG's id.</param>
    /// <exception cref="DagException">The DAG is not valid.</exception>
    /// <exception cref="NotSupportedException">Airflow would need Python for something that the DAG uses; the message says what to do
    /// instead.</exception>
    public static string Of(Dag dag, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(dag);
        dag.Build();
        if (DagJsonRefusals.Of(dag) is [_, ..] refusals)
        {
            throw new NotSupportedException($"Dag '{dag.Id}' cannot be given to Airflow. {string.Join(' ', refusals)}");
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("__version", 3);
            json.WriteStartObject("dag");
            Write(json, dag, file ?? dag.Id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>What Airflow wraps to keep its type: <c>{"__type": …, "__var": …}</c>.</summary>
    internal static void Wrap(Utf8JsonWriter json, string type, Action write)
    {
        json.WriteStartObject();
        json.WriteString("__type", type);
        json.WritePropertyName("__var");
        write();
        json.WriteEndObject();
    }

    internal static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>With a fraction, as Python writes a float.</summary>
    internal static void Seconds(Utf8JsonWriter json, TimeSpan span) => Number(json, span.TotalSeconds);

    internal static void Number(Utf8JsonWriter json, double number) => json.WriteRawValue(PythonValue.Of(number).Json);

    internal static double Epoch(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static void Write(Utf8JsonWriter json, Dag dag, string file)
    {
        json.WriteString("dag_id", dag.Id);
        json.WriteString("fileloc", file);
        json.WriteString("relative_fileloc", Path.GetFileName(file));
        json.WriteString("timezone", StubSchedule.ZoneName(dag.TimeZone));
        json.WritePropertyName("timetable");
        TimetableJson.Write(json, dag.Schedule, dag.TimeZone);
        WriteLimits(json, dag);
        WriteOptional(json, dag);
        json.WritePropertyName("params");
        ParamJson.Write(json, dag.Params, source: null);
        json.WriteNull("deadline");
        json.WriteNull("allowed_run_types");
        json.WriteStartObject("edge_info");
        json.WriteEndObject();
        json.WritePropertyName("dag_dependencies");
        DependencyJson.Write(json, dag);
        json.WriteStartArray("tasks");
        foreach (TaskRef task in dag.Tasks)
        {
            Wrap(json, "operator", () => TaskJson.Write(json, task));
        }

        json.WriteEndArray();
        json.WritePropertyName("task_group");
        GroupJson.Write(json, dag);
    }

    private static void WriteLimits(Utf8JsonWriter json, Dag dag)
    {
        json.WriteBoolean("catchup", dag.Catchup);
        json.WriteNumber("max_active_tasks", dag.MaxActiveTasks);
        json.WriteNumber("max_active_runs", dag.MaxActiveRuns);
        json.WriteNumber("max_consecutive_failed_dag_runs", dag.MaxConsecutiveFailedRuns);
        json.WriteBoolean("disable_bundle_versioning", false);
    }

    private static void WriteOptional(Utf8JsonWriter json, Dag dag)
    {
        Moment(json, "start_date", dag.StartDate);
        Moment(json, "end_date", dag.EndDate);
        if (dag.DagRunTimeout is { } timeout)
        {
            json.WritePropertyName("dagrun_timeout");
            Seconds(json, timeout);
        }

        if (dag.FailFast)
        {
            json.WriteBoolean("fail_fast", true);
        }

        if (dag.Doc is { } doc)
        {
            json.WriteString("doc_md", doc);
        }

        if (dag.DisplayName is { } name && name != dag.Id)
        {
            json.WriteString("dag_display_name", name);
        }

        if (!dag.Tags.IsEmpty)
        {
            Texts(json, "tags", dag.Tags.Order(StringComparer.Ordinal));
        }
    }

    private static void Moment(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
        {
            json.WritePropertyName(name);
            Number(json, Epoch(at));
        }
    }
}
