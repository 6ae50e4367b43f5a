#:property NoWarn=$(NoWarn);CA1305;CA1308;CA1310
#:property RestorePackagesWithLockFile=false
// Writes the typed messages of Airflow's coordinator protocol from its schema, tests/conformance/supervisor-messages.json.
// Run from the repository's root: dotnet run eng/GenerateMessages.cs [folder to write to]
using System.Text;
using System.Text.Json;

string folder = args.Length > 0 ? args[0] : "src/Windtunnel.Airflow/Protocol/Messages";
using var document = JsonDocument.Parse(File.ReadAllText("tests/conformance/supervisor-messages.json"));
Schema schema = new(document.RootElement);

Write("Requests", "What a task's runtime may send.", schema.Requests);
Write("Replies", "What a supervisor may send.", schema.Replies);
Write("ParseMessages", "Messages about DAG files, which Airflow 3.3 declares and does not send.", schema.OtherMessages);
Write("Parts", "What messages are made of.", schema.Parts);
WriteTable();
return 0;

void Write(string file, string what, IEnumerable<string> types)
{
    var text = new StringBuilder(
        $"// Written by eng/GenerateMessages.cs. Change that, not this. {what}\n"
        + "using Nerdbank.MessagePack;\n\nnamespace Windtunnel.Airflow.Protocol;\n");
    foreach (string type in types)
    {
        new RecordText(schema, type).AppendTo(text);
    }

    File.WriteAllText(Path.Combine(folder, $"{file}.cs"), text.ToString());
}

void WriteTable()
{
    var text = new StringBuilder("""
        // Written by eng/GenerateMessages.cs. Change that, not this. Every message by the value of its key "type".
        using Nerdbank.MessagePack;

        namespace Windtunnel.Airflow.Protocol;

        internal static class MessageTypes
        {

        """);
    text.Append($"    public const string SchemaVersion = \"{schema.Version}\";\n\n");
    Names("Requests", schema.Requests);
    Names("Replies", schema.Replies);
    text.Append("    /// <summary>Null when no message is called that.</summary>\n");
    text.Append("    public static Message? Read(string type, ref MessagePackReader reader) => type switch\n    {\n");
    foreach (string type in schema.Requests.Concat(schema.Replies).Concat(schema.OtherMessages))
    {
        text.Append($"        \"{type}\" => {type}.Read(ref reader),\n");
    }

    text.Append("        _ => null,\n    };\n}\n");
    File.WriteAllText(Path.Combine(folder, "MessageTypes.cs"), text.ToString());

    void Names(string name, IEnumerable<string> types)
    {
        text.Append($"    public static IReadOnlyList<string> {name} {{ get; }} =\n    [\n");
        foreach (string type in types)
        {
            text.Append($"        \"{type}\",\n");
        }

        text.Append("    ];\n\n");
    }
}

internal sealed class Schema
{
    private readonly Dictionary<string, JsonElement> _types;

    public Schema(JsonElement root)
    {
        Version = root.GetProperty("api_version").GetString()!;
        _types = root.GetProperty("types").EnumerateObject().ToDictionary(type => type.Name, type => type.Value);
        Requests = [.. Names("from_runtime")];
        Replies = [.. Names("to_runtime").Where(type => !Requests.Contains(type)).Order(StringComparer.Ordinal)];
        OtherMessages = [.. Records.Where(IsMessage).Except(Requests).Except(Replies)];
        Parts = [.. Records.Where(type => !IsMessage(type))];

        IEnumerable<string> Names(string key) => root.GetProperty(key).EnumerateArray().Select(name => name.GetString()!);
    }

    public string Version { get; }

    public string[] Requests { get; }

    public string[] Replies { get; }

    public string[] OtherMessages { get; }

    public string[] Parts { get; }

    private IEnumerable<string> Records => _types.Where(type => type.Value.TryGetProperty("fields", out _)).Select(type => type.Key);

    public bool IsRecord(string name) => _types.TryGetValue(name, out JsonElement type) && type.TryGetProperty("fields", out _);

    public bool IsEnum(string name) => _types.TryGetValue(name, out JsonElement type) && type.TryGetProperty("enum", out _);

    /// <summary>A request, or a part of one.</summary>
    public bool IsOfRequest(string name) => Requests.Contains(name) || Requests.SelectMany(Fields)
        .Any(field => field.Value.GetProperty("type").GetString()!.Split(' ', '[', ']').Contains(name));

    public bool IsMessage(string name) =>
        Fields(name).Any(field => field.Name == "type" && field.Value.GetProperty("type").GetString() == $"\"{name}\"");

    public IEnumerable<JsonProperty> Fields(string name) => _types[name].GetProperty("fields").EnumerateObject();
}

/// <summary>One key of a message: its C# property, and how it is read and written.</summary>
internal sealed class FieldText
{
    // The API refuses null here although the schema allows it, so that a request starts out with something empty.
    private static readonly Dictionary<string, string> NeverNull = new(StringComparer.Ordinal)
    {
        ["SucceedTask.task_outlets"] = "[]",
        ["SucceedTask.outlet_events"] = "JsonText.EmptyList",
        ["DeferTask.trigger_kwargs"] = "JsonText.EmptyMap",
        ["DeferTask.next_kwargs"] = "JsonText.EmptyMap",
        ["AwaitInputTask.next_kwargs"] = "JsonText.EmptyMap",
        ["CreateHITLDetailPayload.params"] = "JsonText.EmptyMap",
        ["CreateHITLDetailPayload.assigned_users"] = "[]",
    };

    private readonly string _owner;
    private readonly string _default;
    private readonly string _method;
    private readonly bool _isOfRequest;
    private readonly bool _isRecord;
    private readonly bool _isList;
    private readonly bool _isText;

    public FieldText(Schema schema, string owner, JsonProperty field)
    {
        _owner = owner;
        _isOfRequest = schema.IsOfRequest(owner);
        Key = field.Name;
        string type = field.Value.GetProperty("type").GetString()!;
        string[] choices = type.Split(" | ");
        string[] given = [.. choices.Where(choice => choice != "null")];
        IsConstant = given.Length == 1 && given[0].StartsWith('"') && choices.Length == 1;
        Constant = IsConstant ? given[0].Trim('"') : "";
        IsRequired = field.Value.TryGetProperty("required", out JsonElement required) && required.GetBoolean();
        JsonElement defaultTo = field.Value.TryGetProperty("default", out JsonElement found) ? found : default;
        bool maybeNull = choices.Length > given.Length || (!IsRequired && defaultTo.ValueKind is JsonValueKind.Null);
        (CSharp, _method, _isRecord, _isList) = Map(schema, given);
        _isText = CSharp == "JsonText";
        _default = maybeNull || IsRequired || _isText ? ""
            : defaultTo.ValueKind == JsonValueKind.Undefined ? "[]"
            : defaultTo.GetRawText();
        IsNullable = !_isText && maybeNull;
    }

    public string Key { get; }

    public bool IsConstant { get; }

    public string Constant { get; }

    public bool IsRequired { get; }

    public bool IsNullable { get; }

    public string CSharp { get; }

    /// <summary>Left out of a request when it says nothing. A supervisor leaves nothing out.</summary>
    public bool IsOptional => _isOfRequest && !IsConstant && !IsRequired && (IsNullable || _isText);

    public string Name =>
        string.Concat(Key.Split('_').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public string Local => $"{char.ToLowerInvariant(Name[0])}{Name[1..]}Read";

    private string Method => _isRecord ? (_isList ? "List" : "Map")
        : _isOfRequest && _method.StartsWith("Moment", StringComparison.Ordinal) ? $"{_method}AsText"
        : _method;

    public string Property()
    {
        string start = NeverNull.TryGetValue($"{_owner}.{Key}", out string? empty) ? $" = {empty};" : "";
        start = _default is "" or "0" or "false" ? start : $" = {_default};";
        string must = IsRequired && !(_isText && IsNullable) ? "required " : "";
        return $"    public {must}{CSharp}{(IsNullable ? "?" : "")} {Name} {{ get; init; }}{start}\n";
    }

    public string Declaration() => $"        {CSharp}{(_isText ? "" : "?")} {Local} = default;\n";

    public string Case()
    {
        string read = (_isRecord, _isList) switch
        {
            (true, true) => $"WireReader.List(ref reader, {CSharp["IReadOnlyList<".Length..^1]}.Read)",
            (true, false) => $"WireReader.Map(ref reader, {CSharp}.Read)",
            _ => $"WireReader.{_method}(ref reader)",
        };
        return $"                case \"{Key}\":\n                    {Local} = {read};\n                    break;\n";
    }

    public string Initializer()
    {
        string value = IsNullable || _isText ? Local
            : _default.Length > 0 ? $"{Local} ?? {_default}"
            : $"WireReader.Given({Local}, \"{_owner}.{Key}\")";
        return $"            {Name} = {value},\n";
    }

    public string Counted() => _isText ? $"({Name}.IsMissing ? 0 : 1)" : $"({Name} is null ? 0 : 1)";

    public string Written()
    {
        string key = $"writer.WriteString(\"{Key}\"u8);";
        if (IsConstant)
        {
            return $"        {key}\n        writer.WriteString(\"{Constant}\"u8);\n";
        }

        string write = $"WireWriter.{Method}(ref writer, {Name});";
        if (!IsOptional)
        {
            return $"        {key}\n        {write}\n";
        }

        string test = _isText ? $"!{Name}.IsMissing" : $"{Name} is not null";
        return $"        if ({test})\n        {{\n            {key}\n            {write}\n        }}\n\n";
    }

    private static (string CSharp, string Method, bool IsRecord, bool IsList) Map(Schema schema, string[] given)
    {
        string type = given[0];
        bool isList = given.Length == 1 && type.StartsWith('[');
        string item = isList ? type[1..^1] : type;
        if (given.All(choice => choice.StartsWith('"')))
        {
            return ("string", "Text", false, false);
        }

        (string CSharp, string Method)? scalar = given.Length > 1 ? null : item switch
        {
            "string" or "path" => ("string", "Text"),
            "integer" => ("long", "Integer"),
            "number" => ("double", "Number"),
            "boolean" => ("bool", "Flag"),
            "date-time" => ("DateTimeOffset", "Moment"),
            "duration" => ("TimeSpan", "Duration"),
            "uuid" => ("Guid", "Uuid"),
            "JsonValue" when isList => ("JsonText", "Json"),
            _ when schema.IsEnum(item) => ("string", "Text"),
            _ when schema.IsRecord(item) => (item, ""),
            _ => null,
        };
        return scalar is not { } known ? ("JsonText", "Json", false, false)
            : (isList ? $"IReadOnlyList<{known.CSharp}>" : known.CSharp,
                known.Method.Length == 0 ? "" : isList ? $"{known.Method}s" : known.Method,
                schema.IsRecord(item), isList);
    }
}

/// <summary>One record of C#.</summary>
internal sealed class RecordText(Schema schema, string type)
{
    private readonly FieldText[] _all = [.. schema.Fields(type).Select(field => new FieldText(schema, type, field))];

    private IEnumerable<FieldText> Own => _all.Where(one => !one.IsConstant);

    public void AppendTo(StringBuilder text)
    {
        bool isMessage = schema.IsMessage(type);
        text.Append($"\ninternal sealed record {type} : {(isMessage ? "Message" : "WireMap")}\n{{\n");
        string[] members =
        [
            isMessage ? $"    public override string Type => \"{type}\";\n" : "",
            .. Own.Select(field => field.Property()),
            Read(),
            Write(),
        ];
        text.AppendJoin("\n", members.Where(member => member.Length > 0));
        text.Append("}\n");
    }

    private string Read()
    {
        string declarations = string.Concat(Own.Select(field => field.Declaration()));
        string cases = string.Concat(Own.Select(field => field.Case()));
        string initializers = string.Concat(Own.Select(field => field.Initializer()));
        string loop = !Own.Any()
            ? $"        WireReader.SkipMap(ref reader, \"{type}\");\n        return new();\n"
            : $"{declarations}        int count = WireReader.MapHeader(ref reader, \"{type}\");\n"
              + "        for (int i = 0; i < count; i++)\n        {\n            switch (WireReader.Key(ref reader))\n            {\n"
              + $"{cases}                default:\n                    WireReader.Skip(ref reader);\n                    break;\n"
              + $"            }}\n        }}\n\n        return new()\n        {{\n{initializers}        }};\n";
        return $"    public static {type} Read(ref MessagePackReader reader)\n    {{\n{loop}    }}\n";
    }

    private string Write()
    {
        int always = _all.Count(field => !field.IsOptional);
        string count = string.Join(
            " + ", new[] { $"{always}" }.Concat(_all.Where(field => field.IsOptional).Select(field => field.Counted())));
        string body = string.Concat(_all.Select(field => field.Written())).TrimEnd('\n') + "\n";
        return "    public override void Write(ref MessagePackWriter writer)\n"
            + $"    {{\n        writer.WriteMapHeader({count});\n{body}    }}\n";
    }
}
