using System.Collections.Immutable;
using System.Text.Json;
using Windtunnel.Airflow;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Engine;

namespace Windtunnel.Testing.Supervisor;

/// <summary>What the end of a process means for the stint of its task.</summary>
internal sealed class ProcessEnding(AttemptStint stint, StintServer server, ImmutableDictionary<string, Trigger> triggers)
{
    // What Airflow's audit log calls a task whose process is gone and that nobody heard of.
    private const string Mismatch = "state mismatch";

    private TaskRef Task => stint.Context.Task;

    public Ending Of(SupervisedTask ended) => ended.Ending switch
    {
        SucceedTask => new Ending.Succeeded(null, Follow()),
        RetryTask retry => new Ending.Failed(
            Error(retry.RetryReason), Delay: retry.RetryDelaySeconds is { } delay ? TimeSpan.FromSeconds(delay) : null),
        RescheduleTask reschedule => new Ending.Rescheduled(reschedule.RescheduleDate),
        DeferTask defer => Deferral(defer),
        AwaitInputTask input => new Ending.AsksHuman(stint.Row.Run.Now + input.Timeout),
        Airflow.Protocol.TaskState { State: "skipped" } => new Ending.SkippedItself(Error(null)),
        Airflow.Protocol.TaskState => new Ending.Failed(Error(null), MayRetry: false),

        // Nobody was told: Airflow's scheduler finds out, and treats it as a failure of the try.
        _ => new Ending.Failed(new(Mismatch, ended.Why!)),
    };

    /// <summary>Airflow is told what is skipped; the engine wants to know what a branch follows. An instance of a mapping skips nothing,
    /// and only remembers.</summary>
    private SkipRequest? Follow() => server.Memory switch
    {
        null => null,
        { Followed: null } => new SkipRequest(null),
        var memory => new([.. Task.Downstream.Where(next => stint.Row.MapIndex < 0
            ? server.Skipped?.Contains(next.Id) != true
            : !memory.Drops(next.Id))]),
    };

    private Ending Deferral(DeferTask defer)
    {
        Trigger? trigger = defer.Classpath == PythonTrigger.MomentClass
            ? Trigger.At(Moment(defer))
            : triggers.GetValueOrDefault(defer.Classpath);
        return trigger is not null
            ? new Ending.WasDeferred(new Deferral(trigger, defer.TriggerTimeout))
            : new Ending.Failed(
                new(
                    nameof(TaskDeferralException),
                    $"The task defers to {defer.Classpath}, a class of Python that nothing runs here. "
                    + "Give the target what stands in for it: new BundleTarget(path) { Triggers = … }."),
                MayRetry: false);
    }

    private static DateTimeOffset Moment(DeferTask defer)
    {
        JsonElement arguments = PythonValues.ToPlainJson(defer.TriggerKwargs).ToElement();
        return arguments.GetProperty("moment").GetDateTimeOffset();
    }

    /// <summary>The exception itself is in the log only.</summary>
    private TaskError Error(string? reason) => server.Reason is { } said
        ? said.Error ?? new(typeof(SkipTaskException).FullName!, said.Field("Reason")!)
        : new("", reason ?? "The body gave no reason.");
}
