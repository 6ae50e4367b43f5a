using System.Text.Json;

namespace Windtunnel.Testing.Conformance;

/// <summary>Adds a recorded task with the body that its kind describes.</summary>
/// <param name="scenario">What it belongs to.</param>
/// <param name="task">The task.</param>
/// <param name="durations">How long each try takes before it does anything; null: no time.</param>
internal sealed class ScenarioBodies(Scenario scenario, ScenarioTask task, Func<TaskContext, TimeSpan>? durations)
{
    private int _pokes;

    public TaskRef Add(TaskScope scope, string id, ITaskInput<JsonElement>? item, TaskRef? over)
    {
        TaskSpec spec = new() { TriggerRule = RuleNames.Parse(task.Rule), Retries = task.Retries };
        if (over is ITaskInput<IReadOnlyList<JsonElement>> list)
        {
            return scope.Map(id, list, (element, context) => TakeTimeAsync(context, () => Run(context, element)), spec);
        }

        return task.Kind.Do switch
        {
            "empty" => scope.Empty(id, spec),
            "latest_only" => scope.LatestOnly(id, spec),
            "branch" when item is null => scope.Branch(id, context => TakeTimeAsync(context, Follows), spec),
            "branch" => scope.Branch(id, item, (_, context) => TakeTimeAsync(context, Follows), spec),
            "short_circuit" when item is null => scope.ShortCircuit(id, GoesOnAsync, spec, task.Kind.Ignore),
            "short_circuit" => scope.ShortCircuit(id, item, (_, context) => GoesOnAsync(context), spec, task.Kind.Ignore),
            "poke" => scope.Sensor(id, context => TakeTimeAsync(context, Poke), Sensor(), spec),
            "list" => scope.Task(id, context => TakeTimeAsync(context, List), spec),
            "sum" => scope.Task(id, context => TakeTimeAsync(context, () => Sum(context)), spec),
            _ when IsMapSource() => scope.Task(id, context => TakeTimeAsync(context, () => ListOrFail(context)), spec),
            _ when item is null => scope.Task(id, context => TakeTimeAsync(context, () => Run(context, default)), spec),
            _ => scope.Task(id, item, (element, context) => TakeTimeAsync(context, () => Run(context, element)), spec),
        };
    }

    private bool IsMapSource() => scenario.Tasks.Any(other => other.Map == task.Id)
        || scenario.Groups.Any(group => group.ValueKind == JsonValueKind.Object && group.GetProperty("map").GetString() == task.Id);

    private async Task<T> TakeTimeAsync<T>(TaskContext context, Func<T> body)
    {
        if (durations?.Invoke(context) is { Ticks: > 0 } time)
        {
            await context.DelayAsync(time);
        }

        return body();
    }

    private Follow Follows() => task.Kind.To.ToArray();

    private Task<bool> GoesOnAsync(TaskContext context) => TakeTimeAsync(context, () => task.Kind.Value);

    private JsonElement Run(TaskContext context, JsonElement element)
    {
        Fail(context);
        return element.ValueKind == JsonValueKind.Undefined
            ? JsonSerializer.SerializeToElement(context.TaskId, ConformanceJson.Default.String)
            : JsonSerializer.SerializeToElement([element], ConformanceJson.Default.JsonElementArray);
    }

    private JsonElement[] ListOrFail(TaskContext context)
    {
        Fail(context);
        return List();
    }

    private JsonElement[] List() =>
        [.. Enumerable.Range(0, task.Kind.N ?? 0).Select(i => JsonSerializer.SerializeToElement([i], ConformanceJson.Default.Int32Array))];

    private void Fail(TaskContext context)
    {
        if (task.MapFail.Contains(context.MapIndex))
        {
            throw new ScenarioFailure($"Map index {context.MapIndex} fails.");
        }

        if (task.MapSkip.Contains(context.MapIndex))
        {
            throw Outcome.Skip($"Map index {context.MapIndex} skips.");
        }

        switch (task.Kind.Do)
        {
            case "fail":
            case "fail_times" when context.TryNumber <= task.Kind.N:
                throw new ScenarioFailure($"Try {context.TryNumber} fails.");
            case "fail_hard":
                throw Outcome.Fail("Fails for good.");
            case "skip":
                throw Outcome.Skip("Skips.");
        }
    }

    private bool Poke() => !task.Kind.Never && _pokes++ >= task.Kind.After;

    private SensorSpec Sensor() => new()
    {
        Mode = task.Kind.Mode == "reschedule" ? SensorMode.Reschedule : SensorMode.Poke,
        PokeInterval = TimeSpan.FromSeconds(1),
        Timeout = task.Kind.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : new SensorSpec().Timeout,
        SoftFail = task.Kind.SoftFail,
    };

    private static int Sum(TaskContext context)
    {
        JsonElement[] values = [.. context.Task.Upstream.SelectMany(upstream => context.XCom.PullAll<JsonElement>(upstream.Id))];
        return values.Length > 0
            ? values.Sum(First)
            : throw new ScenarioFailure("There is nothing to add.");
    }

    private static int First(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? First(value.EnumerateArray().First()) : value.GetInt32();
}

/// <summary>The failure of a task that is meant to fail.</summary>
internal sealed class ScenarioFailure(string message) : Exception(message);
