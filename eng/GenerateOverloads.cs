#:property NoWarn=$(NoWarn);CA1305;CA1310
#:property RestorePackagesWithLockFile=false
// Writes the overloads of TaskScope that C# cannot express once: one for each number of inputs and each kind of body.
// Run from the repository's root: dotnet run eng/GenerateOverloads.cs
using System.Text;

const string Target = "src/Windtunnel/TaskScope.Overloads.cs";
var text = new StringBuilder();
text.Append("""
    // Written by eng/GenerateOverloads.cs. Change that, not this.
    namespace Windtunnel;

    public abstract partial class TaskScope
    {

    """);

string[] bodies = ["value", "task", "taskOf", "nothing"];
for (int inputs = 0; inputs <= 8; inputs++)
{
    foreach (string body in bodies)
    {
        Method("Task", inputs, body, "Adds a task.");
    }
}

for (int inputs = 0; inputs <= 4; inputs++)
{
    Method("Branch", inputs, "Follow", "Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.");
    Method("Branch", inputs, "FollowTask", "Adds a task whose body chooses what is followed; its other direct downstream tasks are skipped.");
    Method("ShortCircuit", inputs, "bool", "Adds a task that skips what follows it when its body answers false.");
    Method("ShortCircuit", inputs, "boolTask", "Adds a task that skips what follows it when its body answers false.");
}

for (int inputs = 0; inputs <= 2; inputs++)
{
    foreach (string body in new[] { "bool", "boolTask", "poke", "pokeTask" })
    {
        Method("Sensor", inputs, body, "Adds a task that waits until its body answers true.");
    }
}

for (int inputs = 0; inputs <= 2; inputs++)
{
    foreach (string body in bodies)
    {
        Method("Map", inputs, body, "Adds a task with one instance for each element of a task's result.", items: 1, over: "ITaskInput<IReadOnlyList<{0}>>");
        Method("Map", inputs, body, "Adds a task with one instance for each element.", items: 1, over: "Mapping<{0}>");
    }
}

for (int items = 2; items <= 3; items++)
{
    foreach (string body in bodies)
    {
        Method("MapMany", 0, body, "Adds a task with one instance for each combination of elements, the last list changing fastest.",
            items, "ITaskInput<IReadOnlyList<{0}>>");
    }
}

for (int inputs = 0; inputs <= 1; inputs++)
{
    Deferrable(inputs, false);
    Deferrable(inputs, true);
}

text.Length -= 1;
text.Append("}\n");
File.WriteAllText(Target, text.ToString());
return 0;

void Method(string name, int inputs, string body, string summary, int items = 0, string over = "")
{
    bool mapped = items > 0;
    string[] itemTypes = [.. Enumerable.Range(1, items).Select(i => items == 1 ? "TItem" : $"TItem{i}")];
    string[] inputTypes = [.. Enumerable.Range(1, inputs).Select(i => $"T{i}")];
    string? result = body switch { "value" or "taskOf" => "TResult", "poke" or "pokeTask" => "TResult", _ => null };
    string[] generics = [.. itemTypes, .. inputTypes, .. result is null ? [] : new[] { result }];
    string returns = (mapped, name, result) switch
    {
        (true, _, not null) => $"MappedTaskRef<{result}>",
        (false, _, not null) => $"TaskRef<{result}>",
        _ => "TaskRef",
    };
    string[] bodyTypes = [.. itemTypes, .. inputTypes, "TaskContext"];
    string delegateType = body switch
    {
        "value" => Func("TResult"),
        "task" => Func("System.Threading.Tasks.Task"),
        "taskOf" => Func("Task<TResult>"),
        "nothing" => $"Action<{string.Join(", ", bodyTypes)}>",
        "Follow" => Func("Follow"),
        "FollowTask" => Func("Task<Follow>"),
        "bool" => Func("bool"),
        "boolTask" => Func("Task<bool>"),
        "poke" => Func("Poke<TResult>"),
        _ => Func("Task<Poke<TResult>>"),
    };

    List<string> parameters = ["string id"];
    string[] itemNames = [.. Enumerable.Range(1, items).Select(i => items == 1 ? "over" : $"over{i}")];
    string[] inputNames = [.. Enumerable.Range(1, inputs).Select(i => $"input{i}")];
    parameters.AddRange(itemNames.Select((item, i) => $"{string.Format(over, itemTypes[i])} {item}"));
    parameters.AddRange(inputNames.Select((input, i) => $"ITaskInput<{inputTypes[i]}> {input}"));
    parameters.Add($"{delegateType} body");
    if (name == "Sensor")
    {
        parameters.Add("SensorSpec? sensor = null");
    }

    parameters.Add("TaskSpec? spec = null");
    if (name == "ShortCircuit")
    {
        parameters.Add("bool ignoreDownstreamTriggerRules = true");
    }

    string genericText = generics.Length == 0 ? "" : $"<{string.Join(", ", generics)}>";
    text.Append($"    /// <summary>{summary}</summary>\n");
    text.Append($"    public {returns} {name}{genericText}(\n        {string.Join(",\n        ", parameters)})");

    string read = string.Join(", ", inputNames.Select(input => $"{input}.Read(context)"));
    string sources = inputs switch
    {
        0 => "[]",
        _ => $"[{string.Join(", ", inputNames.Select(input => $".. {input}.Sources"))}]",
    };
    List<string> arguments = [];
    string setup = "";
    if (mapped)
    {
        setup = name == "MapMany"
            ? $"        var mapping = {CrossText(itemNames)};\n"
            : over.StartsWith("Mapping") ? "" : "        Mapping<TItem> mapping = Each.In(over);\n";
        string mapping = setup.Length > 0 ? "mapping" : "over";
        if (name == "MapMany")
        {
            setup = setup.Replace("var mapping", $"Mapping<{(items == 2 ? "(TItem1 First, TItem2 Second)" : "((TItem1 First, TItem2 Second) First, TItem3 Second)")}> mapping");
            arguments.AddRange(items == 2 ? ["item.First", "item.Second"] : ["item.First.First", "item.First.Second", "item.Second"]);
        }
        else
        {
            arguments.Add($"{mapping}.Item(context.Host.ItemIndex({mapping}), context)");
        }

        sources = $"{mapping}, {sources}";
    }

    if (read.Length > 0)
    {
        arguments.Add(read);
    }

    arguments.Add("context");
    string call = $"body({string.Join(", ", arguments)})";
    string prefix = name == "MapMany"
        ? "            (TItems) item = mapping.Item(context.Host.ItemIndex(mapping), context);\n".Replace("(TItems)", items == 2 ? "(TItem1 First, TItem2 Second)" : "((TItem1 First, TItem2 Second) First, TItem3 Second)")
        : "";
    string add = (name, mapped, result) switch
    {
        ("Branch", _, _) => "AddBranch",
        ("ShortCircuit", _, _) => "AddShortCircuit",
        ("Sensor", _, null) => "AddSensor",
        ("Sensor", _, _) => "AddSensor<TResult>",
        (_, true, null) => "AddMappedTask",
        (_, true, _) => "AddMappedTask<TResult>",
        (_, _, null) => "AddTask",
        _ => "AddTask<TResult>",
    };
    string tail = name switch
    {
        "ShortCircuit" => ", ignoreDownstreamTriggerRules",
        "Sensor" => ", sensor",
        _ => "",
    };
    string lambda = body switch
    {
        "value" or "Follow" or "bool" or "poke" => $"context =>\n        {{\n{prefix}            return new({call});\n        }}",
        "task" => $"async context =>\n        {{\n{prefix}            await {call};\n            return null;\n        }}",
        "nothing" => $"context =>\n        {{\n{prefix}            {call};\n            return default;\n        }}",
        _ => $"async context =>\n        {{\n{prefix}            return await {call};\n        }}",
    };
    text.Append($"\n    {{\n{setup}        return {add}(id, spec, {sources}, {lambda}{tail});\n    }}\n\n");

    string Func(string returnType) => $"Func<{string.Join(", ", [.. bodyTypes, returnType])}>";
}

static string CrossText(string[] names) =>
    names.Skip(1).Aggregate($"Each.In({names[0]})", (text, name) => $"{text}.Cross(Each.In({name}))");

void Deferrable(int inputs, bool isAsync)
{
    string generics = inputs == 0 ? "<TResult>" : "<T1, TResult>";
    string input = inputs == 0 ? "" : "\n        ITaskInput<T1> input1,";
    string inputType = inputs == 0 ? "" : "T1, ";
    string read = inputs == 0 ? "" : "input1.Read(context), ";
    string result = isAsync ? "Task<TResult>" : "TResult";
    string resumed = isAsync
        ? $"async context => await resume({read}(TriggerEvent)context.Host.ResumedWith!, context)"
        : $"context => new(resume({read}(TriggerEvent)context.Host.ResumedWith!, context))";
    text.Append($$"""
            /// <summary>Adds a task that is parked on a trigger, without a slot, and continues with the trigger's event.</summary>
            public TaskRef<TResult> Deferrable{{generics}}(
                string id,{{input}}
                Func<{{inputType}}TaskContext, Deferral> start,
                Func<{{inputType}}TriggerEvent, TaskContext, {{result}}> resume,
                TaskSpec? spec = null)
            {
                return AddDeferrable<TResult>(
                    id, spec, [{{(inputs == 0 ? "" : ".. input1.Sources")}}], context => new(start({{read}}context)), {{resumed}});
            }


        """);
}
