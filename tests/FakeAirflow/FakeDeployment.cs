using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windtunnel.FakeAirflow;

/// <summary>What a fake Airflow has, and what a test makes of it. Its DAGs run on the embedded engine, with the connections and variables
/// that it was given over REST.</summary>
internal sealed class FakeDeployment
{
    public string Version { get; set; } = "3.3.2";

    public bool IsSchedulerHealthy { get; set; } = true;

    /// <summary>Components of which the last heartbeat is too old, beside the scheduler; by their names in the answer.</summary>
    public HashSet<string> Unhealthy { get; } = [];

    /// <summary>Components that never ran.</summary>
    public HashSet<string> NeverSeen { get; } = [];

    /// <summary>How far its clock is ahead of the test's.</summary>
    public TimeSpan ClockAhead { get; set; }

    /// <summary>What the user may not read, by the last part of the path.</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>The slots of each pool.</summary>
    public Dictionary<string, int> Pools { get; } = new() { ["default_pool"] = 128 };

    /// <summary>The section <c>sdk</c> of its configuration; null: it exposes none.</summary>
    public Dictionary<string, string>? Configuration { get; set; }

    /// <summary>The queue of all its tasks.</summary>
    public string Queue { get; set; } = "csharp";

    /// <summary>Since when its tasks wait for a worker, by the queue; null: none does.</summary>
    public DateTimeOffset? QueuedSince { get; set; }

    /// <summary>The stubs that were deployed, where they are not those of the DAGs, by DAG id.</summary>
    public Dictionary<string, string> Sources { get; } = [];

    /// <summary>What the logs of tasks say of the bundle they ran in; null: nothing.</summary>
    public string? BundleDigest { get; set; }

    /// <summary>Whether what the scheduler queues is started by somebody.</summary>
    public bool HasWorkers { get; set; } = true;

    /// <summary>Why files do not import, by their names.</summary>
    public Dictionary<string, string> ImportErrors { get; } = [];

    /// <summary>The stale ones among the DAGs.</summary>
    public HashSet<string> Stale { get; } = [];

    public HashSet<string> Paused { get; } = [];

    /// <summary>By id, as they were sent.</summary>
    public Dictionary<string, JsonObject> Connections { get; } = [];

    /// <summary>By key, as they were sent.</summary>
    public Dictionary<string, JsonObject> Variables { get; } = [];

    public List<FakeRun> Runs { get; } = [];

    /// <summary>How many looks at asset events it takes until the scheduler has started the runs that they set off.</summary>
    public int LooksUntilSetOff { get; set; } = 2;

    private readonly List<FakeRun> _setOff = [];
    private int _looksAtEvents;

    public Dictionary<string, Dag> Dags { get; } = [];

    /// <summary>Whether the entry of a run may not come to be seen; by default that is so while its Dag is paused.</summary>
    public Func<FakeRun, JournalEntry, bool> IsHeld { get; set; } = (_, _) => false;

    /// <summary>What happens to a call before it is answered; null: nothing. An answer takes the place of the deployment's.</summary>
    public Func<string, FakeAnswer?>? Disturb { get; set; }

    /// <summary>What the scheduler does when a Dag is unpaused; null: nothing.</summary>
    public Func<Task>? Unpaused { get; set; }

    /// <summary>The most rows that a list gives.</summary>
    public int MostRows { get; set; } = 100;

    /// <summary>How many looks a wait gives before it ends.</summary>
    public int LooksOfAWait { get; set; } = 3;

    public void Deploy(Dag dag, bool isPaused = false)
    {
        Dags[dag.Build().Id] = dag;
        if (isPaused)
        {
            Paused.Add(dag.Id);
        }
    }

    public void Step(FakeRun run)
    {
        if (!Paused.Contains(run.Dag.Id))
        {
            run.Step((seen, entry) => IsHeld(seen, entry) || (!HasWorkers && entry is TaskStarted));
            foreach (FakeRun setOff in run.TakeSetOff().Where(one => !Paused.Contains(one.Dag.Id)))
            {
                (setOff.Now.Type == RunType.AssetTriggered ? _setOff : Runs).Add(setOff);
            }
        }
    }

    /// <summary>Events are there when their task ends, and the runs that they set off some seconds later.</summary>
    public void LookedAtEvents()
    {
        if (_setOff.Count > 0 && ++_looksAtEvents >= LooksUntilSetOff)
        {
            Runs.AddRange(_setOff);
            _setOff.Clear();
            _looksAtEvents = 0;
        }
    }

    /// <summary>What a run finds when it starts.</summary>
    public RunRequest World(DateTimeOffset? logicalDate, string? conf) => new()
    {
        StartingAt = logicalDate ?? new World().StartingAt,
        LogicalDate = logicalDate,
        Conf = conf,
        Connections = Connections.ToImmutableDictionary(one => one.Key, one => ConnectionOf(one.Value)),
        Variables = Variables.ToImmutableDictionary(one => one.Key, one => (string)one.Value["value"]!),
    };

    private static Connection ConnectionOf(JsonObject sent) => new()
    {
        Id = (string)sent["connection_id"]!,
        Type = (string)sent["conn_type"]!,
        Host = (string?)sent["host"],
        Login = (string?)sent["login"],
        Password = (string?)sent["password"],
        Schema = (string?)sent["schema"],
        Port = (int?)sent["port"],
        Extra = (string?)sent["extra"],
    };
}
