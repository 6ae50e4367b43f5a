#:property NoWarn=$(NoWarn);CA1305;CA1310
#:property RestorePackagesWithLockFile=false
// Writes the overloads of TaskScope that C# cannot express once: one for each number of inputs and each kind of body.
// Run from the repository's root: dotnet run eng/GenerateOverloads.cs [where to write]
using System.Text;

const int LineLength = 140;
const string Follows = "its other direct downstream tasks are skipped";
string target = args.Length > 0 ? args[0] : "src/Windtunnel/TaskScope.Overloads.cs";

// How a body may be written, how its call is turned into a boxed result, and whether that call is awaited.
Body value = new("TResult", "TResult", false);
Body taskOf = new("Task<TResult>", "TResult", true);
Body task = new("System.Threading.Tasks.Task", null, true);
Body nothing = new(null, null, false);
Body[] bodies = [value, task, taskOf, nothing];

var text = new StringBuilder("""
    // Written by eng/GenerateOverloads.cs. Change that, not this.
    namespace Windtunnel;

    public abstract partial class TaskScope
    {
    """);

foreach (int inputs in Enumerable.Range(0, 9))
{
    foreach (Body body in bodies)
    {
        Add(new("Task", $"Adds a task{body.Handed}.", body, inputs));
    }
}

foreach (int inputs in Enumerable.Range(0, 5))
{
    Add(new("Branch", $"Adds a task whose body chooses what is followed; {Follows}.", new("Follow", null, false), inputs));
    Add(new("Branch", $"Adds a task whose body chooses what is followed; {Follows}.", new("Task<Follow>", null, true), inputs));
    Add(new("ShortCircuit", "Adds a task that skips what follows it when its body answers false.", new("bool", null, false), inputs));
    Add(new("ShortCircuit", "Adds a task that skips what follows it when its body answers false.", new("Task<bool>", null, true), inputs));
}

Body[] pokes =
[
    new("bool", null, false),
    new("Task<bool>", null, true),
    new("Poke<TResult>", "TResult", false),
    new("Task<Poke<TResult>>", "TResult", true),
];
foreach (int inputs in Enumerable.Range(0, 3))
{
    foreach (Body body in pokes)
    {
        string handed = body.Result is null ? "" : " and hands on the value it is done with";
        Add(new("Sensor", $"Adds a task that calls its body again and again until it is true{handed}.", body, inputs));
    }
}

foreach (int inputs in Enumerable.Range(0, 3))
{
    foreach (Body body in bodies)
    {
        Forward(new("Map", $"Adds a task{body.Handed}, with one instance for each element of a task's result.", body, inputs, 1));
        Add(new("Map", $"Adds a task{body.Handed}, with one instance for each element.", body, inputs, 1));
    }
}

foreach (int items in new[] { 2, 3 })
{
    foreach (Body body in bodies)
    {
        Cross(new("MapMany", $"Adds a task{body.Handed} for each combination, the last list changing fastest.", body, 0, items));
    }
}

foreach (int inputs in Enumerable.Range(0, 2))
{
    Deferrable(inputs, isAsync: false);
    Deferrable(inputs, isAsync: true);
}

text.Append("}\n");
File.WriteAllText(target, text.ToString());
return 0;

void Add(Overload method)
{
    string[] given = [.. Only(method.IsMapped, "items.Read(context)"), .. method.Reads, "context"];
    string[] arguments = ["id", "spec", .. Only(method.IsMapped, "items"), method.Inputs, method.Body.Wrap("body", given), .. method.Tail];
    Member(
        method,
        [.. Only(method.IsMapped, "Mapping<TItem> over")],
        method.IsMapped ? "Mapping<TItem> items = over.Own();" : null,
        method.Add,
        arguments);
}

void Forward(Overload method) => Member(
    method,
    ["ITaskInput<IReadOnlyList<TItem>> over"],
    null,
    "Map",
    ["id", "Each.In(over)", .. method.InputNames, "body", "spec"]);

void Cross(Overload method)
{
    string[] lists = [.. Enumerable.Range(1, method.Items).Select(i => $"over{i}")];
    string crossed = lists.Skip(1).Aggregate($"Each.In({lists[0]})", (all, list) => $"{all}.Cross(Each.In({list}))");
    string items = method.Items == 2 ? "item.First, item.Second" : "item.First.First, item.First.Second, item.Second";
    Member(
        method,
        [.. lists.Select((list, i) => $"ITaskInput<IReadOnlyList<TItem{i + 1}>> {list}")],
        null,
        "Map",
        ["id", crossed, $"(item, context) => body({items}, context)", "spec"]);
}

void Member(Overload method, string[] lists, string? first, string callee, string[] arguments)
{
    string[] parameters =
    [
        "string id",
        .. lists,
        .. method.InputParameters,
        $"{method.Delegate} body",
        .. Only(method.Name == "Sensor", "SensorSpec? sensor = null"),
        "TaskSpec? spec = null",
        .. Only(method.Name == "ShortCircuit", "bool ignoreDownstreamTriggerRules = true"),
    ];
    Write(method.Summary, $"public {method.Returns} {method.Name}{method.Generics}", parameters, first, callee, arguments);
}

void Deferrable(int inputs, bool isAsync)
{
    Overload method = new("Deferrable", "", isAsync ? taskOf : value, inputs);
    string types = string.Concat(method.InputTypes.Select(type => $"{type}, "));
    string resumed = method.Body.Wrap("resume", [.. method.Reads, "(TriggerEvent)context.Host.ResumedWith!", "context"]);
    Write(
        "Adds a task that is parked on a trigger, without a slot, and continues with the trigger's event.",
        $"public TaskRef<TResult> Deferrable{method.Generics}",
        [
            "string id", .. method.InputParameters, $"Func<{types}TaskContext, Deferral> start",
            $"Func<{types}TriggerEvent, TaskContext, {method.Body.Returns}> resume", "TaskSpec? spec = null",
        ],
        null,
        "AddDeferrable<TResult>",
        ["id", "spec", method.Inputs, value.Wrap("start", [.. method.Reads, "context"]), resumed]);
}

void Write(string summary, string signature, string[] parameters, string? first, string callee, string[] arguments)
{
    text.Append($"\n    /// <summary>{summary}</summary>\n");
    string end = first is null ? " =>" : "";
    string head = Fit($"    {signature}(", parameters, $"){end}");
    string statement = Fit($"        {(first is null ? "" : "return ")}{callee}(", arguments, ");");
    text.Append(first is null ? $"{head}\n{statement}\n" : $"{head}\n    {{\n        {first}\n{statement}\n    }}\n");
}

// On one line if that is short enough, else one part to a line.
string Fit(string start, string[] parts, string end)
{
    string line = $"{start}{string.Join(", ", parts)}{end}";
    return line.Length <= LineLength ? line : Break(start, parts, end);
}

string Break(string start, string[] parts, string end)
{
    string indent = new(' ', start.TakeWhile(char.IsWhiteSpace).Count() + 4);
    return $"{start}\n{string.Join(",\n", parts.Select(part => FitCall(indent + part)))}{end}";
}

// A lambda whose call is too long for a line: the call's arguments get lines of their own.
string FitCall(string line)
{
    int open = line.IndexOf("body(", StringComparison.Ordinal) + "body(".Length;
    int close = line.LastIndexOf("context)", StringComparison.Ordinal) + "context".Length;
    return line.Length <= LineLength - ");".Length
        ? line
        : Break(line[..open], line[open..close].Split(", "), line[close..]);
}

static string[] Only(bool condition, string part) => condition ? [part] : [];

/// <param name="Returns">The delegate's return type; null for an Action.</param>
/// <param name="Result">What the task hands on; null when it hands on nothing that is typed.</param>
/// <param name="IsAwaited">Whether the call is awaited.</param>
internal sealed record Body(string? Returns, string? Result, bool IsAwaited)
{
    /// <summary>What the summaries say about the result.</summary>
    public string Handed => Result is null ? " without a result" : " that hands on what its body returns";

    private bool HasValue => Returns is not (null or "System.Threading.Tasks.Task");

    /// <summary>The call as a lambda of the engine's delegate.</summary>
    public string Wrap(string callee, IEnumerable<string> arguments)
    {
        string call = $"{callee}({string.Join(", ", arguments)})";
        return (HasValue, IsAwaited) switch
        {
            (true, false) => $"context => new({call})",
            (true, true) => $"async context => await {call}",
            (false, true) => $"context => TaskBodies.Run({call})",
            (false, false) => $"context => TaskBodies.Run(() => {call})",
        };
    }
}

internal sealed record Overload(string Name, string Summary, Body Body, int InputCount, int Items = 0)
{
    public bool IsMapped => Items > 0;

    public IEnumerable<string> InputTypes => Enumerable.Range(1, InputCount).Select(i => $"T{i}");

    public IEnumerable<string> InputNames => Enumerable.Range(1, InputCount).Select(i => $"input{i}");

    public IEnumerable<string> InputParameters => InputTypes.Zip(InputNames, (type, name) => $"ITaskInput<{type}> {name}");

    public IEnumerable<string> Reads => InputNames.Select(input => $"{input}.Read(context)");

    public string Inputs => $"[{string.Join(", ", InputNames)}]";

    public string Returns => Body.Result is null ? "TaskRef" : IsMapped ? $"MappedTaskRef<{Body.Result}>" : $"TaskRef<{Body.Result}>";

    public string Generics
    {
        get
        {
            string[] types = [.. ItemTypes, .. InputTypes, .. Body.Result is null ? Array.Empty<string>() : [Body.Result]];
            return types.Length == 0 ? "" : $"<{string.Join(", ", types)}>";
        }
    }

    public string Delegate => Body.Returns is null
        ? $"Action<{string.Join(", ", [.. ItemTypes, .. InputTypes, "TaskContext"])}>"
        : $"Func<{string.Join(", ", [.. ItemTypes, .. InputTypes, "TaskContext", Body.Returns])}>";

    public string Add => $"Add{(IsMapped ? "Mapped" : "")}{(Name == "Map" ? "Task" : Name)}{(Body.Result is null ? "" : "<TResult>")}";

    public string[] Tail => Name switch
    {
        "ShortCircuit" => ["ignoreDownstreamTriggerRules"],
        "Sensor" => ["sensor"],
        _ => [],
    };

    private IEnumerable<string> ItemTypes => Enumerable.Range(1, Items).Select(i => Items == 1 ? "TItem" : $"TItem{i}");
}
