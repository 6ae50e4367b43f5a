using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>Waits for a run with the least load: on one open answer of the server, and by looks further and further apart where it gives
/// none. Answers the questions of its tasks meanwhile, and gives up when nothing can start any more.</summary>
internal sealed class RunWatch(AirflowApi api, string dagId, string runId, AirflowTargetOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenProgressLooks = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly RunProgress _progress = new(api, dagId, runId, options.StallLimit, time);
    private TimeSpan _interval = FirstInterval;
    private DateTimeOffset _lastProgressLook = time.GetUtcNow();
    private bool _canStream = true;

    /// <exception cref="AirflowException">It does not come to an end, or the deployment is not there any more.</exception>
    public async Task<RunRow> UntilFinishedAsync(
        ImmutableDictionary<string, ScriptedAnswer> answers, CancellationToken cancellation)
    {
        while (true)
        {
            if (_canStream)
            {
                await FollowAsync(answers, cancellation).ConfigureAwait(false);
            }

            RunRow run = await LookAsync(cancellation).ConfigureAwait(false);
            if (run.State is "success" or "failed")
            {
                return run;
            }

            await AttendAsync(answers, cancellation).ConfigureAwait(false);
            if (!_canStream)
            {
                await Task.Delay(_interval, time, cancellation).ConfigureAwait(false);
                Slacken();
            }
        }
    }

    /// <summary>Follows the run until it is finished, the server breaks off, or a longer interval will do.</summary>
    private async Task FollowAsync(ImmutableDictionary<string, ScriptedAnswer> answers, CancellationToken cancellation)
    {
        try
        {
            int looks = 0;
            await foreach (RunState state in api.WaitAsync(dagId, runId, _interval, cancellation).ConfigureAwait(false))
            {
                if (state is RunState.Success or RunState.Failed || (++looks > 15 && _interval < LongestInterval))
                {
                    break;
                }

                await AttendAsync(answers, cancellation).ConfigureAwait(false);
            }

            Slacken();
        }
        catch (AirflowException e) when (e.Fate is not CallFate.Answered || e.Status >= HttpStatusCode.InternalServerError)
        {
            // The server went away or broke off; the look that follows says whether it is back.
        }
        catch (AirflowException e) when (e.Status is not null)
        {
            // The call is marked as experimental: where it is refused, looks do as well.
            _canStream = false;
        }
    }

    private void Slacken() => _interval = _interval * 1.5 < LongestInterval ? _interval * 1.5 : LongestInterval;

    private async Task<RunRow> LookAsync(CancellationToken cancellation)
    {
        DateTimeOffset gone = time.GetUtcNow();
        while (true)
        {
            try
            {
                return await api.RunAsync(dagId, runId, cancellation).ConfigureAwait(false) ?? throw new AirflowException(
                    $"Run '{runId}' of Dag '{dagId}' was deleted at {api.Server} while it was waited for. "
                    + "Its audit log says by whom.");
            }
            catch (AirflowException e) when (e.Fate is not CallFate.Answered || e.Status >= HttpStatusCode.InternalServerError)
            {
                TimeSpan absence = time.GetUtcNow() - gone;
                if (absence > LongestAbsence)
                {
                    throw new AirflowException(
                        $"The API server has been away for {Duration.Text(absence)} while run '{runId}' of Dag '{dagId}' was waited for; "
                        + $"the run may go on there. {e.Message}",
                        e.Status,
                        e);
                }

                await Task.Delay(LongestInterval, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task AttendAsync(ImmutableDictionary<string, ScriptedAnswer> answers, CancellationToken cancellation)
    {
        if (!answers.IsEmpty)
        {
            await AnswerAsync(answers, cancellation).ConfigureAwait(false);
        }

        DateTimeOffset now = time.GetUtcNow();
        if (now - _began > options.TimeLimit)
        {
            throw await _progress.TooLongAsync(now - _began, cancellation).ConfigureAwait(false);
        }

        if (now - _lastProgressLook >= BetweenProgressLooks)
        {
            _lastProgressLook = now;
            await _progress.RequireAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(ImmutableDictionary<string, ScriptedAnswer> answers, CancellationToken cancellation)
    {
        await foreach (QuestionRow question in api.OpenQuestionsAsync(dagId, runId, cancellation).ConfigureAwait(false))
        {
            InstanceRow task = question.TaskInstance;
            if (!question.ResponseReceived && answers.TryGetValue(task.TaskId, out ScriptedAnswer? answer))
            {
                JsonElement? input = answer.Params is null ? null : JsonElement.Parse(answer.Params);
                AnswerBody body = new(answer.ChosenOptions, input);
                await AnswerAsync(task, body, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task AnswerAsync(InstanceRow task, AnswerBody body, CancellationToken cancellation)
    {
        try
        {
            await api.AnswerAsync(dagId, runId, task.TaskId, task.MapIndex, body, cancellation).ConfigureAwait(false);
        }
        catch (AirflowException e) when (e.Status == HttpStatusCode.Conflict)
        {
            // It has an answer: somebody's, or this one, sent once before and taken without a word.
        }
    }
}
