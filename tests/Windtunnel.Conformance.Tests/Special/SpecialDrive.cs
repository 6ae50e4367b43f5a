using System.Text.Json;
using Windtunnel.Engine;

namespace Windtunnel.Conformance.Tests.Special;

/// <summary>Does with a DAG here what was done with it on Airflow.</summary>
internal sealed class SpecialDrive : IDisposable
{
    /// <summary>When the recording began.</summary>
    private static readonly DateTimeOffset Era = new(2026, 11, 23, 5, 49, 0, TimeSpan.Zero);

    private readonly Deployment _deployment;

    public SpecialDrive(int seed)
    {
        DeploymentOptions defaults = new();
        _deployment = new(
            new World { StartingAt = Era, Seed = seed < 0 ? null : (ulong)seed },
            defaults with { Pools = defaults.Pools.Add("one", 1).Add("two", 2) });
    }

    /// <summary>One DAG by itself: its runs after each pass.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<Run>>> AloneAsync(Dag dag, JsonElement drive, int seed)
    {
        using var world = new SpecialDrive(seed);
        world._deployment.Add(dag);
        await world.StartAsync(dag.Id, drive);
        List<IReadOnlyList<Run>> passes = [world._deployment.Runs(dag.Id)];
        foreach (JsonElement action in List(drive, "then"))
        {
            world.Act(dag.Id, action);
            await world._deployment.RunToIdleAsync();
            passes.Add(world._deployment.Runs(dag.Id));
        }

        return passes;
    }

    /// <summary>Producers and consumers together; the runs of each DAG.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<Run>>> TogetherAsync(IReadOnlyCollection<Dag> dags)
    {
        using var world = new SpecialDrive(-1);
        foreach (Dag dag in dags)
        {
            world._deployment.Add(dag);
        }

        foreach (Dag producer in dags.Where(dag => dag.Schedule is null))
        {
            world._deployment.Trigger(producer.Id, WithoutDate);
            await world._deployment.RunToIdleAsync();
        }

        return dags.ToDictionary(dag => dag.Id, dag => world._deployment.Runs(dag.Id));
    }

    public void Dispose() => _deployment.Dispose();

    private static TriggerRequest WithoutDate { get; } = new() { HasLogicalDate = false };

    private async Task StartAsync(string dagId, JsonElement drive)
    {
        foreach (JsonElement action in List(drive, "during"))
        {
            _deployment.At(Era.AddSeconds(10), () => Act(dagId, action));
        }

        if (drive.TryGetProperty("trigger", out _))
        {
            await _deployment.RunAsync(dagId, WithoutDate);
        }
        else
        {
            double wait = drive.TryGetProperty("wait", out JsonElement seconds) ? seconds.GetDouble() : 30;
            await _deployment.AdvanceToAsync(Era.AddSeconds(wait));
        }
    }

    /// <summary>Does what a REST call does; <paramref name="action"/> holds its body.</summary>
    private void Act(string dagId, JsonElement action)
    {
        JsonProperty call = action.EnumerateObject().Single();
        switch (call.Name)
        {
            case "clear":
                _deployment.Clear(dagId, FirstRun(dagId), new()
                {
                    Tasks = [.. List(call.Value, "task_ids").Select(id => new TaskKey(id.GetString()!))],
                    OnlyFailed = call.Value.GetProperty("only_failed").GetBoolean(),
                    IncludeDownstream = IsTrue(call.Value, "include_downstream"),
                });
                break;
            case "patch_ti":
                Assert.Equal("success", call.Value[1].GetProperty("new_state").GetString());
                _deployment.Mark(dagId, FirstRun(dagId), new() { Tasks = [call.Value[0].GetString()!], State = TaskState.Success });
                break;
            case "backfill":
                _deployment.Backfill(dagId, BackfillOf(call.Value));
                break;
            default:
                throw new InvalidDataException($"The recording holds the action '{call.Name}', which is not known here.");
        }
    }

    private static BackfillRequest BackfillOf(JsonElement body) => new()
    {
        From = body.GetProperty("from_date").GetDateTimeOffset(),
        To = body.GetProperty("to_date").GetDateTimeOffset(),
        Reverse = IsTrue(body, "run_backwards"),
        Reprocess = Enum.Parse<ReprocessBehavior>(body.GetProperty("reprocess_behavior").GetString()!, ignoreCase: true),
        MaxActiveRuns = body.GetProperty("max_active_runs").GetInt32(),
    };

    private string FirstRun(string dagId) => _deployment.Runs(dagId)[0].RunId;

    private static bool IsTrue(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

    private static JsonElement[] List(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray()] : [];
}
