using System.Text;
using System.Text.RegularExpressions;

namespace Windtunnel.Airflow;

/// <summary>Writes one DAG as a Python file.</summary>
internal sealed partial class StubWriter(Dag dag, StubOptions options)
{
    private const string Step = "    ";

    // Every name that the file imports or uses itself, and Python's keywords: no function may take one of them.
    private static readonly HashSet<string> Taken =
    [
        .. """
            False None True and as assert async await break class continue def del elif else except finally for from global if import in is
            lambda nonlocal not or pass raise return try while with yield
            datetime pendulum relativedelta tasks dag task task_group list range item
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        .. StubImports.Names,
    ];

    private readonly StringBuilder _body = new();

    /// <summary>How the file names a task after it was added.</summary>
    public static string Reference(TaskRef task) => $"tasks[{PythonText.Literal(task.Id)}]";

    /// <summary>Whether Airflow's own operator does what the task does: an empty task is never run by anybody.</summary>
    public static bool IsPython(TaskRef task) => task.Kind == TaskKind.Empty;

    public string Write()
    {
        Line(PythonText.Fit("", "with DAG", StubArguments.Of(dag), " as dag:"));
        WriteScope(dag, Step);
        if (dag.Tasks.Count == 0)
        {
            Line($"{Step}pass");
        }

        WriteSetups();
        WriteEdges();
        string body = _body.ToString();
        return $"""
            # Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
            # This file carries the structure of the DAG. Its tasks run in the bundle that lists '{dag.Id}'.
            {StubImports.For(body)}
            tasks = {"{}"}

            """.ReplaceLineEndings("\n") + "\n" + body;
    }

    private void WriteScope(TaskScope scope, string indent)
    {
        var members = scope.OwnTasks.Select(task => (task.Index, Node: (Node)task))
            .Concat(scope.OwnGroups.Select(group => (Index: group.AllTasks.FirstOrDefault()?.Index ?? int.MaxValue, Node: (Node)group)));
        foreach ((_, Node member) in members.OrderBy(member => member.Index))
        {
            Line("");
            if (member is TaskRef task)
            {
                WriteTask(task, indent);
            }
            else
            {
                WriteGroup((TaskGroup)member, indent);
            }
        }
    }

    private void WriteTask(TaskRef task, string indent)
    {
        IReadOnlyList<string> arguments = StubArguments.Of(task, options);
        if (IsPython(task))
        {
            Line(PythonText.Fit(indent, $"{Reference(task)} = EmptyOperator", arguments, ""));
            return;
        }

        string name = Identifier(task.Definition.LocalId);
        Mapping? mapping = task.Definition.Mapping;
        string parameters = mapping is null ? "" : string.Join(", ", StubMapping.Parameters(mapping));
        Line(PythonText.Fit(indent, "@task.stub", arguments, ""));
        Line($"{indent}def {name}({parameters}): ...\n");
        Line(mapping is null
            ? $"{indent}{Reference(task)} = {name}()"
            : PythonText.Fit(indent, $"{Reference(task)} = {name}.expand", [.. StubMapping.Arguments(mapping)], ""));
    }

    private void WriteGroup(TaskGroup group, string indent)
    {
        string id = $"group_id={PythonText.Literal(group.LocalId)}";
        if (group.Mapping is { } mapping)
        {
            string name = Identifier(group.LocalId);
            Line($"{indent}@task_group({id})\n{indent}def {name}({string.Join(", ", StubMapping.Parameters(mapping))}):");
            WriteGroupBody(group, indent);
            Line("");
            Line(PythonText.Fit(indent, $"{name}.expand", [.. StubMapping.Arguments(mapping)], ""));
            return;
        }

        Line($"{indent}with TaskGroup({id}):");
        WriteGroupBody(group, indent);
    }

    private void WriteGroupBody(TaskGroup group, string indent)
    {
        if (group.OwnTasks.Count + group.OwnGroups.Count == 0)
        {
            Line($"{indent}{Step}pass");
        }

        WriteScope(group, indent + Step);
    }

    private void WriteSetups()
    {
        TaskRef[] marked = [.. dag.Tasks.Where(task => task.IsSetup || task.IsTeardown)];
        _body.Append(marked.Length > 0 ? "\n" : "");
        foreach (TaskRef task in marked)
        {
            string mark = task.IsSetup ? "as_setup()"
                : task.OnFailureFailDagRun ? "as_teardown(on_failure_fail_dagrun=True)"
                : "as_teardown()";
            Line($"{Step}{Reference(task)}.{mark}");
        }
    }

    /// <summary>Every edge, but for those that Python draws itself where something is mapped over a result.</summary>
    private void WriteEdges()
    {
        bool isFirst = true;
        foreach (TaskRef task in dag.Tasks)
        {
            TaskRef[] next = [.. task.Downstream.Where(downstream => !IsDrawnByExpand(task, downstream))];
            if (next.Length == 0)
            {
                continue;
            }

            _body.Append(isFirst ? "\n" : "");
            isFirst = false;
            WriteEdge(task, next);
        }
    }

    private void WriteEdge(TaskRef task, TaskRef[] next)
    {
        string[] targets = [.. next.Select(Reference)];
        string line = $"{Step}{Reference(task)} >> {(targets.Length == 1 ? targets[0] : PythonText.List(targets))}";
        Line(line.Length <= 100 || targets.Length == 1
            ? line
            : $"{Step}{Reference(task)} >> [\n{string.Concat(targets.Select(target => $"{Step}{Step}{target},\n"))}{Step}]");
    }

    private void Line(string text) => _body.Append(text).Append('\n');

    private static bool IsDrawnByExpand(TaskRef upstream, TaskRef downstream)
    {
        if (downstream.Definition.Mapping?.Sources.Contains(upstream) == true)
        {
            return true;
        }

        for (TaskScope? scope = downstream.Scope; scope is TaskGroup group; scope = group.Parent)
        {
            if (group.Mapping?.Sources.Contains(upstream) == true && group.Roots.Contains(downstream))
            {
                return true;
            }
        }

        return false;
    }

    private static string Identifier(string id)
    {
        string name = NoIdentifier().Replace(id, "_");
        name = char.IsAsciiDigit(name[0]) ? $"_{name}" : name;
        return Taken.Contains(name) ? $"{name}_" : name;
    }

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NoIdentifier();
}
