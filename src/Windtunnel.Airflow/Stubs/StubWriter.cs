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
    private readonly StubOrder _order = new(dag);
    private readonly StubEdges _edges = new(dag);

    /// <summary>How the file names a task after it was added.</summary>
    public static string Reference(TaskRef task) => $"tasks[{PythonText.Literal(task.Id)}]";

    /// <summary>Whether Airflow's own operator does what the task does. An empty task has nothing to run in the bundle but its
    /// callbacks.</summary>
    public static bool IsPython(TaskRef task) =>
        task.Kind == TaskKind.Empty && task.Spec.Callbacks is { OnExecute.IsEmpty: true, OnSuccess.IsEmpty: true };

    public string Write()
    {
        Line(PythonText.Fit("", "with DAG", StubArguments.Of(dag), " as dag:"));
        WriteScope(dag, Step);
        if (dag.Tasks.Count == 0)
        {
            Line($"{Step}pass");
        }

        WriteSetups();
        WriteEdges(dag, Step);
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
        foreach (Node member in _order.MembersOf(scope))
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
            WriteEdges(group, indent + Step);
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

    private void WriteEdges(TaskScope place, string indent)
    {
        StubEdge[] edges = [.. _edges.At(place)];
        _body.Append(edges.Length > 0 ? "\n" : "");
        foreach (StubEdge edge in edges)
        {
            string from = Reference(edge.From);
            string[] to = [.. edge.To.Select(Reference)];
            string line = $"{indent}{from} >> {(to.Length == 1 ? to[0] : PythonText.List(to))}";
            Line(line.Length <= 100 || to.Length == 1
                ? line
                : $"{indent}{from} >> [\n{string.Concat(to.Select(target => $"{indent}{Step}{target},\n"))}{indent}]");
        }
    }

    private void Line(string text) => _body.Append(text).Append('\n');

    private static string Identifier(string id)
    {
        string name = NoIdentifier().Replace(id, "_");
        name = char.IsAsciiDigit(name[0]) ? $"_{name}" : name;
        return Taken.Contains(name) ? $"{name}_" : name;
    }

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NoIdentifier();
}
