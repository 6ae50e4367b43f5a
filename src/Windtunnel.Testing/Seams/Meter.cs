namespace Windtunnel.Testing;

/// <summary>Counts the calls and the failed ones of each task, under the names <c>id.calls</c> and <c>id.errors</c>.</summary>
internal sealed class Meter : Stage
{
    protected internal override StageInRun Begin(StagePlace place) => new InRun(place.ConnectionId);

    private sealed class InRun(string id) : StageInRun
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<(string Task, int MapIndex, int Try), (long Calls, long Errors)> _counts = [];

        protected internal override async ValueTask InvokeAsync(HookCall call, Func<ValueTask> proceed)
        {
            bool answered = false;
            try
            {
                await proceed().ConfigureAwait(false);
                answered = true;
            }
            finally
            {
                Count(call.Context, answered);
            }
        }

        private void Count(TaskContext body, bool answered)
        {
            lock (_lock)
            {
                var attempt = (body.TaskId, body.MapIndex, body.TryNumber);
                (long calls, long errors) = _counts.GetValueOrDefault(attempt);
                (calls, errors) = _counts[attempt] = (calls + 1, errors + (answered ? 0 : 1));
                body.Count($"{id}.calls", calls);
                if (!answered)
                {
                    body.Count($"{id}.errors", errors);
                }
            }
        }
    }
}
