using System.Text.Json.Nodes;

namespace Windtunnel.Conformance.Tests;

/// <summary>A serialized DAG as lines that two can be compared by: keys sorted, and without what only Python has.</summary>
internal static class SerializedForm
{
    /// <summary>What belongs to Python's operators, or to where the file lay. The one list of what is not compared.</summary>
    private static readonly HashSet<string> Ignored =
    [
        // Where the DAG came from.
        "fileloc", "relative_fileloc", "_processor_dags_folder",

        // Which operator class runs a body, with its arguments and its looks: ours is always the stub.
        "task_type", "_task_module", "_operator_name", "is_stub", "python_callable_name", "op_args", "op_kwargs", "template_fields",
        "template_fields_renderers", "ui_color", "ui_fgcolor", "reschedule", "_disallow_kwargs_override", "_expand_input_attr",
    ];

    /// <summary>One line for each value, with its place.</summary>
    /// <param name="root">What was serialized.</param>
    /// <param name="withDelays">Whether the delays of retries are compared too.</param>
    public static List<string> Of(JsonNode root, bool withDelays)
    {
        List<string> lines = [];
        Write(lines, root["dag"]!, "dag");
        return withDelays ? lines : lines.FindAll(line => !line.Contains(".retry_delay", StringComparison.Ordinal));
    }

    private static void Write(List<string> lines, JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject map when map["type"]?.GetValue<string>() is "dict-of-lists" or "list-of-dicts":
                lines.Add($"{path} = {string.Join(" x ", Factors(map))}");
                break;
            case JsonObject map:
                foreach ((string key, JsonNode? value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Where(entry => !Ignored.Contains(entry.Key)))
                {
                    Write(lines, value, $"{path}.{Named(key)}");
                }

                break;
            case JsonArray list when path.EndsWith(".tasks", StringComparison.Ordinal):
                foreach (JsonNode? task in list.OrderBy(task => task!["__var"]!["task_id"]!.GetValue<string>(), StringComparer.Ordinal))
                {
                    Write(lines, task!["__var"], $"{path}.{task["__var"]!["task_id"]}");
                }

                break;
            case JsonArray list:
                lines.Add($"{path} has {list.Count}");
                for (int i = 0; i < list.Count; i++)
                {
                    Write(lines, list[i], $"{path}[{i}]");
                }

                break;
            default:
                lines.Add($"{path} = {Scalar(path, node)}");
                break;
        }
    }

    /// <summary>An operator and a decorated function are expanded under different names.</summary>
    private static string Named(string key) => key == "op_kwargs_expand_input" ? "expand_input" : key;

    /// <summary>Exponential backoff may be stored as true, which is 2.</summary>
    private static string Scalar(string path, JsonNode? node) =>
        path.EndsWith(".retry_exponential_backoff", StringComparison.Ordinal) && node?.ToJsonString() == "true" ? "2.0"
            : node?.ToJsonString() ?? "null";

    /// <summary>What is mapped over: results by their tasks, literals by their number. The parameter that receives them is
    /// Python's.</summary>
    private static IEnumerable<string> Factors(JsonObject input) => input["value"] is JsonArray rows
        ? [$"{rows.Count} literals"]
        : input["value"]!["__var"]!.AsObject().OrderBy(argument => argument.Key, StringComparer.Ordinal)
            .Select(argument => Factor(argument.Value!));

    private static string Factor(JsonNode value) => value switch
    {
        JsonArray literals => $"{literals.Count} literals",
        JsonObject wrapped when wrapped["__type"]!.GetValue<string>() == "dict" => $"{wrapped["__var"]!.AsObject().Count} literals",
        _ => Reference(value["__var"]!.AsObject()),
    };

    private static string Reference(JsonObject reference) => reference["type"]?.GetValue<string>() switch
    {
        null => $"{reference["task_id"]}.{reference["key"]}",
        "map" => Reference(reference["arg"]!.AsObject()),
        var type => $"{type}{(reference.ContainsKey("fillvalue") ? " longest" : "")}"
            + $"({string.Join(", ", reference["args"]!.AsArray().Select(part => Reference(part!.AsObject())))})",
    };
}
