using Windtunnel.Engine;
using Windtunnel.Testing.Conformance;

namespace Windtunnel.Conformance.Tests;

/// <summary>Looks for an order of finishing under which a scenario ends as it was seen to: durations of the tries, an order of equal
/// priorities, a number of workers, and other work that keeps some of them busy. The n-th guess is the same every time.</summary>
internal sealed class OrderSearch(Scenario scenario)
{
    private static readonly int[] Workers = [32, 1, 2, 3];
    private static readonly double[] Seconds = [0, 0, 0, 1, 2, 3, 5, 8];

    /// <summary>The first guess that gives the outcome; null when none of <paramref name="guesses"/> does.</summary>
    public async Task<int?> FindAsync(ScenarioOutcome outcome, int guesses)
    {
        string expected = Text(outcome);
        for (int guess = 0; guess < guesses; guess++)
        {
            if (await OutcomeAsync(guess) == expected)
            {
                return guess;
            }
        }

        return null;
    }

    private async Task<string> OutcomeAsync(int guess)
    {
        // Every other guess has no durations: then bodies run one at a time, which is nearest to a loaded deployment.
        Dag dag = ScenarioDag.Build(scenario, guess % 2 == 0 ? null : context => Duration(guess, context));
        using var deployment = new Deployment(
            new() { Seed = guess == 0 ? null : (ulong)guess },
            new() { Parallelism = Workers[guess / 2 % Workers.Length], OnePassPerTurn = guess % 3 == 2 });
        deployment.Add(dag);
        if (guess % 5 == 4)
        {
            StallScheduler(deployment, dag, guess);
        }

        if (guess % 4 == 3)
        {
            deployment.Add(OtherWork(guess));
            deployment.Trigger("other_work");
        }

        return Text(await deployment.RunAsync(dag.Id));
    }

    /// <summary>For a second or two no pass looks at the DAG, so that ends of bodies are seen together.</summary>
    private static void StallScheduler(Deployment deployment, Dag dag, int guess)
    {
        DateTimeOffset from = deployment.Now.AddSeconds(0.5 + (guess / 5 % 4));
        deployment.At(from, () => deployment.Pause(dag.Id));
        deployment.At(from.AddSeconds(2), () => deployment.Unpause(dag.Id));
    }

    /// <summary>Tasks that go before all others and take a worker now and then, so that what is scheduled does not always start at
    /// once.</summary>
    private static Dag OtherWork(int guess)
    {
        var dag = new Dag("other_work");
        TaskSpec first = new() { PriorityWeight = int.MaxValue };
        for (int i = 0; i < 4; i++)
        {
            dag.Deferrable($"idle{i}", context => new Deferral(Trigger.At(context.Time.GetUtcNow() + Duration(guess, context))),
                (_, _) => 0, first)
                .Before(dag.Task($"busy{i}", context => context.DelayAsync(Duration(guess, context)), first));
        }

        return dag;
    }

    private static TimeSpan Duration(int guess, TaskContext context)
    {
        ulong draw = Mix(Mix(Mix((ulong)guess) ^ Hash(context.TaskId)) ^ (ulong)((context.MapIndex * 16) + context.TryNumber));
        return TimeSpan.FromSeconds(Seconds[draw % (ulong)Seconds.Length]);
    }

    private static string Text(ScenarioOutcome outcome) => $"{outcome.Run}: " + string.Join(' ', outcome.Tasks
        .OrderBy(task => task.Key, StringComparer.Ordinal).Select(task => $"{task.Key}={task.Value.State ?? "none"}/{task.Value.Tries}"));

    private static string Text(Run run) => $"{run.State.ToString().ToLowerInvariant()}: " + string.Join(' ', run.Tasks
        .Select(task => (Key: task.ToString(), task.State, task.TryNumber))
        .OrderBy(task => task.Key, StringComparer.Ordinal)
        .Select(task => $"{task.Key}={(task.State == TaskState.None ? "none" : task.State.ToAirflow())}/{task.TryNumber}"));

    private static ulong Hash(string text) => text.Aggregate(14695981039346656037, (hash, letter) => (hash ^ letter) * 1099511628211);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 + 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
