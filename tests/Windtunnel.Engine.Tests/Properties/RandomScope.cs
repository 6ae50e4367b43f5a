namespace Windtunnel.Engine.Tests.Properties;

/// <summary>Adds random tasks to a DAG or a group of it. Ignores what Airflow would reject the DAG for: rules of tasks behind a setup,
/// maps within mapped groups.</summary>
/// <param name="scope">Where they are added.</param>
/// <param name="mustSucceed">True where every rule has to be all_success.</param>
/// <param name="item">The element that a mapped group has here; null outside of one.</param>
internal sealed class RandomScope(TaskScope scope, bool mustSucceed, ITaskInput<int>? item = null)
{
    private readonly List<Node> _nodes = [];
    private readonly List<(int At, TaskRef Teardown)> _teardowns = [];

    public void Add(RandomTask[] tasks)
    {
        for (int i = 0; i < tasks.Length; i++)
        {
            RandomTask task = tasks[i];
            int[] upstream = [.. task.Upstream.Where(_ => i > 0).Select(up => up % i).Distinct()];
            bool behindSetup = mustSucceed || upstream.Any(up => tasks[up].EndsInSetup);
            Node node = Add(task, $"t{i:000}", behindSetup);
            _nodes.Add(node);
            foreach (int up in upstream)
            {
                node.After(_nodes[up]);
            }
        }

        Enclose(tasks);
    }

    /// <summary>Some of what follows a setup is done before its teardown.</summary>
    private void Enclose(RandomTask[] tasks)
    {
        foreach ((int at, TaskRef teardown) in _teardowns)
        {
            for (int i = at + 1; i < tasks.Length; i++)
            {
                if (!tasks[i].EndsInSetup && (i + tasks[at].Number) % 2 == 0)
                {
                    _nodes[i].Before(teardown);
                }
            }
        }
    }

    private Node Add(RandomTask task, string id, bool behindSetup)
    {
        TaskSpec spec = new()
        {
            TriggerRule = behindSetup ? TriggerRule.AllSuccess : task.Rule,
            Retries = task.Retries,
            PriorityWeight = task.Weight,
        };
        return task.Does switch
        {
            Does.Group => scope.Group(id, group => new RandomScope(group, behindSetup, item).Add(task.Inner)),
            Does.MapGroup => MapGroup(task, id, behindSetup),
            Does.Map when item is null => scope.Map(id, Each.In(List(task, id)), (x, _) => Element(task, x), WithoutAlways(spec)),
            Does.Setup => WithTeardown(task, scope.Succeeds(id, spec), scope.Succeeds($"{id}_teardown")),
            Does.SetupThatFails => WithTeardown(task, scope.Fails(id, spec), scope.Succeeds($"{id}_teardown")),
            Does.SetupWithBadTeardown => WithTeardown(task, scope.Succeeds(id, spec), scope.Fails($"{id}_teardown")),
            _ => Plain(task, id, spec),
        };
    }

    private TaskRef Plain(RandomTask task, string id, TaskSpec spec) => task.Does switch
    {
        Does.Wait => scope.Takes(id, task.Number, spec),
        Does.Fail => scope.Fails(id, spec),
        Does.FailOnce => scope.Task(id, context => context.TryNumber == 1 ? throw new InvalidOperationException("Once.") : 1, spec),
        Does.Skip => scope.Skips(id, spec),
        Does.Empty => scope.Empty(id, spec),
        Does.Branch => scope.Branch(id, context => Follows(task, context), spec),
        Does.ShortCircuit => scope.ShortCircuit(id, _ => task.Number > 2, spec, ignoreDownstreamTriggerRules: task.Number % 2 == 0),
        Does.Reschedule => scope.Sensor(
            id,
            context => context.Time.GetUtcNow() >= Embedded.Start.AddSeconds(task.Number * 20),
            new() { Mode = SensorMode.Reschedule, PokeInterval = TimeSpan.FromSeconds(7) },
            spec),
        Does.Defer => scope.Deferrable(id, context => new Deferral(Trigger.At(context.Time.GetUtcNow().AddSeconds(task.Number))),
            (_, _) => task.Number, spec),
        _ when item is not null => scope.Task(id, item, (x, _) => Element(task, x), WithoutAlways(spec)),
        _ => scope.Succeeds(id, spec),
    };

    /// <summary>In a mapped group only literals can be mapped over again.</summary>
    private TaskGroup MapGroup(RandomTask task, string id, bool behindSetup)
    {
        return item is null && task.Number > 1
            ? scope.MapGroup(id, List(task, id), AddInner)
            : scope.MapGroup(id, Each.Of([.. Enumerable.Range(0, 1 + (task.Number % 3))]), AddInner);

        void AddInner(TaskGroup group, ITaskInput<int> element) => new RandomScope(group, behindSetup, element).Add(
            [.. task.Inner.Select(inner => inner.Rule == TriggerRule.Always ? inner with { Rule = TriggerRule.AllDone } : inner)]);
    }

    private TaskRef<int[]> List(RandomTask task, string id) => scope.Task($"{id}_list", _ => Enumerable.Range(0, task.Number).ToArray());

    private TaskRef WithTeardown(RandomTask task, TaskRef setup, TaskRef teardown)
    {
        teardown.AsTeardown(task.Number % 3 == 0, setup);
        _teardowns.Add((_nodes.Count, teardown));
        return setup;
    }

    /// <summary>What is mapped over a task's output may not have the rule always.</summary>
    private static TaskSpec WithoutAlways(TaskSpec spec) =>
        spec.TriggerRule == TriggerRule.Always ? spec with { TriggerRule = TriggerRule.AllDone } : spec;

    private static int Element(RandomTask task, int element) => ((element + task.Number) % 4) switch
    {
        3 => throw new InvalidOperationException("Fails."),
        2 when task.Number > 3 => throw Outcome.Skip("Skips."),
        _ => element,
    };

    private static Follow Follows(RandomTask task, TaskContext context) =>
        (string[])[.. context.Task.Downstream.Where((_, i) => (i + task.Number) % 2 == 0).Select(next => next.Id)];
}
