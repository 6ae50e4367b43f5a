using System.Diagnostics;
using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>The task's part of the run's W3C trace: a body sees it as <see cref="Activity.Current"/>, so that what it calls joins the
/// trace, and every request to the supervisor names it.</summary>
internal sealed class Trace : IDisposable
{
    /// <summary>What a project listens to in order to export the activities.</summary>
    private static readonly ActivitySource Source = new("Windtunnel.Airflow");

    private readonly Activity? _activity;

    private Trace(Activity? activity) => _activity = activity;

    public static Trace Of(StartupDetails startup, SupervisorChannel supervisor)
    {
        if (startup.Ti.ContextCarrier.IsMissingOrNull
            || startup.Ti.ContextCarrier.ToElement() is not { ValueKind: JsonValueKind.Object } carrier
            || Text(carrier, "traceparent") is not { } parent
            || !ActivityContext.TryParse(parent, Text(carrier, "tracestate"), isRemote: true, out ActivityContext context))
        {
            return new(null);
        }

        Activity activity = Source.StartActivity("task", ActivityKind.Consumer, context) ?? Unheard(context);
        activity.SetTag("airflow.dag_id", startup.Ti.DagId);
        activity.SetTag("airflow.run_id", startup.Ti.RunId);
        activity.SetTag("airflow.task_id", startup.Ti.TaskId);
        supervisor.TraceCarrier = CarrierOf(activity);
        return new(activity);
    }

    public void Dispose() => _activity?.Dispose();

    /// <summary>Nobody listens here, but whoever the body calls may.</summary>
    private static Activity Unheard(ActivityContext parent)
    {
        var activity = new Activity("task") { TraceStateString = parent.TraceState, ActivityTraceFlags = parent.TraceFlags };
        return activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }

    private static Dictionary<string, string> CarrierOf(Activity activity)
    {
        Dictionary<string, string> carrier = new(StringComparer.Ordinal) { ["traceparent"] = activity.Id! };
        if (activity.TraceStateString is { Length: > 0 } state)
        {
            carrier["tracestate"] = state;
        }

        return carrier;
    }

    private static string? Text(JsonElement carrier, string header) =>
        carrier.TryGetProperty(header, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
