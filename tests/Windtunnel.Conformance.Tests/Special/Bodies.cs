using System.Runtime.CompilerServices;

namespace Windtunnel.Conformance.Tests.Special;

/// <summary>What the recorded Python DAGs call <c>op</c>, <c>ok</c>, <c>bad</c>, <c>skip</c>, <c>by_try</c> and <c>pick</c>.</summary>
internal static class Bodies
{
    public delegate Task<string> Body(TaskContext context);

    public static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly TaskDefaults OneSecondDelay = new() { RetryDelay = TimeSpan.FromSeconds(1) };

    /// <summary>A DAG without schedule, named after the scenario.</summary>
    public static Dag Manual([CallerMemberName] string id = "") => new(id) { StartDate = NewYear, Defaults = OneSecondDelay };

    public static DateTimeOffset January(int day) => NewYear.AddDays(day - 1);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>A task that waits and then does something; retries come after one second.</summary>
    public static TaskRef<string> Op(this TaskScope scope, string id, Body? body = null, double seconds = 0, TaskSpec? spec = null) =>
        scope.Task(
            id,
            async context =>
            {
                await context.DelayAsync(Seconds(seconds));
                return await (body ?? Ok)(context);
            },
            spec);

    public static TaskRef<string> Op(this TaskScope scope, string id, TriggerRule rule, Body? body = null) =>
        scope.Op(id, body, spec: new() { TriggerRule = rule });

    public static TaskRef<string> Op(this TaskScope scope, string id, TaskSpec spec) => scope.Op(id, null, spec: spec);

    public static Task<string> Ok(TaskContext context) => Task.FromResult(context.TaskId);

    public static Task<string> Bad(TaskContext context) => throw new InvalidOperationException("Fails.");

    public static Task<string> Skip(TaskContext context) => throw Outcome.Skip("Skips.");

    public static Task<string> FailHard(TaskContext context) => throw Outcome.Fail("Fails for good.");

    /// <summary>The n-th try does the n-th.</summary>
    public static Body ByTry(params Body[] bodies) => context => bodies[Math.Min(context.TryNumber, bodies.Length) - 1](context);

    public static Body Sleep(double seconds) => async context =>
    {
        await context.DelayAsync(Seconds(seconds));
        return context.TaskId;
    };

    /// <summary>Does something else in the run of one day.</summary>
    public static Body OnDay(int day, Body body) => context => context.Run.LogicalDate!.Value.Day == day ? body(context) : Ok(context);
}
