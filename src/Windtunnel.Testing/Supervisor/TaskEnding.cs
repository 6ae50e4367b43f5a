using Windtunnel.Airflow.Protocol;
using WireState = Windtunnel.Airflow.Protocol.TaskState;

namespace Windtunnel.Testing.Supervisor;

/// <summary>Which of the messages about its end holds for a task. Some count when they are accepted, a plain state only when the process
/// has ended well.
/// <code>
/// the process says              exit 0              another exit, or killed
/// success, retry, park          holds, whatever comes after
/// the same, refused             is said once more; refused again, nothing holds
/// a state (failed, skipped …)   holds at the exit   nothing holds
/// nothing                       nothing holds
/// </code></summary>
internal sealed class TaskEnding(TaskServer server)
{
    private Message? _held;
    private Message? _refused;
    private WireState? _state;

    /// <summary>An end was told: the process has no more work to do.</summary>
    public bool IsTold => _held is not null || _refused is not null || _state is not null;

    /// <summary>Whether the process may not go on for long: parked tasks are left alone by Airflow.</summary>
    public bool HasOvertime => _state is not null || _held is SucceedTask or RetryTask;

    public static bool IsEnding(Message request) =>
        request is SucceedTask or RetryTask or DeferTask or RescheduleTask or AwaitInputTask or WireState;

    public Reply Take(Message request)
    {
        if (request is WireState state)
        {
            // Kept for the exit; ignored while a refused message waits to be said again.
            _state ??= _refused is null ? state : null;
            return Reply.Done;
        }

        Reply reply = Ask(request);
        if (reply.Error is null)
        {
            _held ??= request;
            _refused = null;
        }
        else if (_held is null)
        {
            _refused = request;
        }

        return reply;
    }

    public SupervisedTask At(int? exitCode, string? broken)
    {
        if (_held is null && _refused is { } again && Ask(again).Error is null)
        {
            _held = again;
        }

        bool endedWell = exitCode == 0 && broken is null;
        return _held is not null ? new(_held, null, exitCode)
            : _state is { } state && _refused is null && endedWell ? Tell(state, exitCode)
            : new(null, broken ?? Reason(exitCode), exitCode);
    }

    private SupervisedTask Tell(WireState state, int? exitCode)
    {
        Reply reply = server.Answer(state);
        return reply.Error is null ? new(state, null, exitCode) : new(null, $"Airflow refused the state '{state.State}'.", exitCode);
    }

    private string Reason(int? exitCode) => exitCode switch
    {
        null => "The process never ran.",
        0 when _refused is { } refused => $"Airflow refused the {refused.Type} of the task, twice.",
        0 => "The process ended without saying how the task ended.",
        > 128 and < 160 and var killed => $"The process was ended by signal {killed - 128}.",
        var code => $"The process exited with {code}.",
    };

    /// <summary>What the API requires although the schema does not.</summary>
    private Reply Ask(Message request) => request switch
    {
        SucceedTask { TaskOutlets: null } or SucceedTask { OutletEvents.IsMissingOrNull: true } =>
            Reply.Refused(422, "task_outlets and outlet_events are required"),
        DeferTask { TriggerKwargs.IsMissingOrNull: true } or DeferTask { NextKwargs.IsMissingOrNull: true } =>
            Reply.Refused(422, "trigger_kwargs and next_kwargs are required"),
        AwaitInputTask { NextKwargs.IsMissingOrNull: true } => Reply.Refused(422, "next_kwargs is required"),
        _ => server.Answer(request),
    };
}
