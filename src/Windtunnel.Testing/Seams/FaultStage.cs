namespace Windtunnel.Testing;

/// <summary>Puts a fault in front of a connection.</summary>
internal sealed class FaultStage(Fault fault) : Stage
{
    protected internal override StageInRun Begin(StagePlace place) => new InRun(fault, place);

    private sealed class InRun(Fault fault, StagePlace place) : StageInRun
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<(string Task, int MapIndex, int Try), int> _calls = [];
        private int _applied;

        protected internal override IReadOnlyList<string> Unused => _applied >= fault.Expected
            ? []
            : [
                $"The fault '{fault.Words}' in front of connection '{place.ConnectionId}' should have been applied "
                + $"{Times(fault.Expected)}, but was applied {Times(_applied)}: the run did not experience it. Let the DAG make the calls, "
                + "or take the fault away.",
            ];

        protected internal override async ValueTask InvokeAsync(HookCall call, Func<ValueTask> proceed)
        {
            if (Decide(call) is { } chance)
            {
                call.Context.Host.FaultApplied(call.ConnectionId, fault.Words, call.ToString());
                await fault.InjectAsync(call, chance).ConfigureAwait(false);
            }

            await proceed().ConfigureAwait(false);
        }

        private static string Times(int count) => count switch { 0 => "never", 1 => "once", _ => $"{count} times" };

        /// <summary>The chance to apply the fault with; null: it does not apply.</summary>
        private Random? Decide(HookCall call)
        {
            if (fault.Where?.Invoke(call) == false)
            {
                return null;
            }

            lock (_lock)
            {
                var attempt = (call.Context.TaskId, call.Context.MapIndex, call.Context.TryNumber);
                int number = _calls[attempt] = _calls.GetValueOrDefault(attempt) + 1;
                Random chance = place.ChanceFor(call, number);
                bool applies = (fault.Rate >= 1 || chance.NextDouble() < fault.Rate) && fault.Applies(call, _applied, place);
                _applied += applies ? 1 : 0;
                return applies ? chance : null;
            }
        }
    }
}
