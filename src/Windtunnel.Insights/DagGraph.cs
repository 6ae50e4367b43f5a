using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Windtunnel.Insights;

/// <summary>Draws the structure of a DAG as text.</summary>
public static class DagGraph
{
    /// <summary>A task a line: what it is, and after which tasks it runs. Upstream tasks stand above those that wait for them.</summary>
    public static string ToText(DagOutline dag)
    {
        ArgumentNullException.ThrowIfNull(dag);
        TaskOutline[] tasks = [.. InOrder(dag)];
        string[] names = [.. tasks.Select(task => task.Mapped ? $"{task.Id}[]" : task.Id)];
        string[] kinds = [.. tasks.Select(Kind)];
        int nameWidth = names.Append("").Max(name => name.Length);
        int kindWidth = kinds.Append("").Max(kind => kind.Length);
        var text = new StringBuilder();
        for (int i = 0; i < tasks.Length; i++)
        {
            string after = tasks[i].Upstream.IsEmpty ? "" : $"after {string.Join(", ", tasks[i].Upstream)}";
            string rule = tasks[i].Rule == TriggerRule.AllSuccess ? "" : $" ({RuleOf(tasks[i])})";
            text.Append($"{names[i].PadRight(nameWidth)}  {kinds[i].PadRight(kindWidth)}  {after}{rule}".TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A flowchart in Mermaid's language, groups as subgraphs.</summary>
    public static string ToMermaid(DagOutline dag)
    {
        ArgumentNullException.ThrowIfNull(dag);
        var text = new StringBuilder("flowchart LR\n");
        Dictionary<string, string> nodes = [];
        foreach (TaskOutline task in dag.Tasks)
        {
            nodes[task.Id] = string.Create(CultureInfo.InvariantCulture, $"t{nodes.Count}");
        }

        ILookup<string?, TaskOutline> tasksOf = dag.Tasks.ToLookup(task => task.Group);
        AddTasks(text, tasksOf[null], nodes, 1);
        AddGroups(text, dag, tasksOf, nodes);
        foreach (TaskOutline task in dag.Tasks)
        {
            foreach (string upstream in task.Upstream)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {nodes[upstream]} --> {nodes[task.Id]}\n");
            }
        }

        return text.ToString();
    }

    private static void AddTasks(StringBuilder text, IEnumerable<TaskOutline> tasks, Dictionary<string, string> nodes, int depth)
    {
        foreach (TaskOutline task in tasks)
        {
            (string open, string close) = task.Kind switch
            {
                "branch" or "short_circuit" or "latest_only" or "human_branch" => ("{{", "}}"),
                "sensor" or "deferrable" or "human_input" or "approval" => ("([", "])"),
                _ when task.Mapped => ("[[", "]]"),
                _ => ("[", "]"),
            };
            string rule = task.Rule == TriggerRule.AllSuccess ? "" : $"<br/>{RuleOf(task)}";
            string name = task.Group is null ? task.Id : task.Id[(task.Group.Length + 1)..];
            text.Append(' ', 2 * depth).Append(CultureInfo.InvariantCulture, $"{nodes[task.Id]}{open}\"{name}{rule}\"{close}\n");
        }
    }

    /// <summary>Groups with those inside them, without a call for each level.</summary>
    private static void AddGroups(
        StringBuilder text, DagOutline dag, ILookup<string?, TaskOutline> tasksOf, Dictionary<string, string> nodes)
    {
        ILookup<string?, GroupOutline> groupsOf = dag.Groups.ToLookup(group => group.Parent);
        var open = new Stack<(GroupOutline? Group, int Depth)>(groupsOf[null].Reverse().Select(group => ((GroupOutline?)group, 1)));
        int number = 0;
        while (open.TryPop(out (GroupOutline? Group, int Depth) next))
        {
            text.Append(' ', 2 * next.Depth);
            if (next.Group is not { } group)
            {
                text.Append("end\n");
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"subgraph g{number++}[\"{group.Id}{(group.Mapped ? "[]" : "")}\"]\n");
            AddTasks(text, tasksOf[group.Id], nodes, next.Depth + 1);
            open.Push((null, next.Depth));
            foreach (GroupOutline inner in groupsOf[group.Id].Reverse())
            {
                open.Push((inner, next.Depth + 1));
            }
        }
    }

    private static IEnumerable<TaskOutline> InOrder(DagOutline dag)
    {
        Dictionary<string, int> missing = dag.Tasks.ToDictionary(task => task.Id, task => task.Upstream.Length);
        ILookup<string, TaskOutline> downstream = dag.Tasks
            .SelectMany(task => task.Upstream.Select(upstream => (upstream, task)))
            .ToLookup(edge => edge.upstream, edge => edge.task);
        var ready = new Queue<TaskOutline>(dag.Tasks.Where(task => task.Upstream.IsEmpty));
        while (ready.TryDequeue(out TaskOutline? task))
        {
            yield return task;
            foreach (TaskOutline next in downstream[task.Id].Where(next => --missing[next.Id] == 0))
            {
                ready.Enqueue(next);
            }
        }
    }

    private static string Kind(TaskOutline task) => task switch
    {
        { Setup: true } => "setup",
        { Teardown: true } => "teardown",
        _ => task.Kind,
    };

    private static string RuleOf(TaskOutline task) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(task.Rule.ToString());
}
