using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Environments;

/// <summary>A JSON file of settings: <c>variables</c>, <c>connections</c>, <c>params</c>, each an object by name.</summary>
/// <remarks>A secret is no text in it but a reference: <c>{"env": "NAME"}</c> or <c>{"file": "/path"}</c>.</remarks>
internal sealed class SettingsFile
{
    private static readonly Dictionary<string, SettingKind> Sections = new(StringComparer.Ordinal)
    {
        ["variables"] = SettingKind.Variable,
        ["connections"] = SettingKind.Connection,
        ["params"] = SettingKind.Param,
    };

    private readonly string _path;
    private readonly Func<string, string?> _variable;
    private readonly List<GivenSetting> _given = [];
    private readonly List<string> _problems = [];
    private JsonLines _lines = null!;

    private SettingsFile(string path, Func<string, string?> variable) => (_path, _variable) = (path, variable);

    /// <param name="path">The file.</param>
    /// <param name="variable">Reads an environment variable; null: it is not set.</param>
    public static SettingsLayer Read(string path, Func<string, string?> variable)
    {
        var file = new SettingsFile(path, variable);
        file.Read();
        return new(file._given, file._problems);
    }

    private string Name => Path.GetFileName(_path);

    private void Read()
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(_path);
            _lines = JsonLines.In(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{_path}: It cannot be read: {e.Message}");
            return;
        }
        catch (JsonException e)
        {
            // The parser's own message may quote a secret.
            _problems.Add($"{Name}:{e.LineNumber + 1}: It is not JSON from byte {e.BytePositionInLine + 1} of the line on.");
            return;
        }

        _problems.AddRange(_lines.Repeated.Select(twice => $"{Name}:{twice.Second}: '{twice.Name}' stands in line {twice.First} already. "
            + "Leave one of them."));
        using JsonDocument document = JsonDocument.Parse(
            text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{Name}:1: It is no JSON object. Begin it with {{\"variables\": {{}}}}.");
            return;
        }

        foreach (JsonProperty section in document.RootElement.EnumerateObject())
        {
            ReadSection(section);
        }
    }

    private void ReadSection(JsonProperty section)
    {
        if (!Sections.TryGetValue(section.Name, out SettingKind kind))
        {
            string near = NearestNames.Suggest(section.Name, Sections.Keys);
            _problems.Add($"{Where(section.Name)}: There is no section '{section.Name}'. {near}");
        }
        else if (section.Value.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{Where(section.Name)}: '{section.Name}' is no object. Give one with a member for each.");
        }
        else
        {
            foreach (JsonProperty setting in section.Value.EnumerateObject())
            {
                ReadSetting(kind, setting, section.Name);
            }
        }
    }

    private void ReadSetting(SettingKind kind, JsonProperty setting, string section)
    {
        int problems = _problems.Count;
        string[] path = [section, setting.Name];
        bool isSecret = kind != SettingKind.Connection && SensitiveKeys.Contains(setting.Name);
        JsonNode? value = Resolved(setting.Value, path, isSecret);
        if (_problems.Count > problems)
        {
            return;
        }

        string text = kind == SettingKind.Param ? value?.ToJsonString() ?? "null"
            : value is JsonValue plain && plain.TryGetValue(out string? whole) ? whole
            : value?.ToJsonString() ?? "";
        bool isReference = ReferenceIn(setting.Value) is not null;
        bool isUri = kind == SettingKind.Connection && setting.Value.ValueKind == JsonValueKind.String;
        if (isUri && HoldsSecret(setting.Name, text))
        {
            _problems.Add(SecretProblem(path));
            return;
        }

        _given.Add(new(kind, setting.Name, text, Where(path), isSecret || isReference));
    }

    /// <summary>The value with what its references lead to in their place.</summary>
    private JsonNode? Resolved(JsonElement value, string[] path, bool isSecret)
    {
        if (ReferenceIn(value) is { } reference)
        {
            return FollowReference(reference.Kind, reference.Target, path);
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var copy = new JsonObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    copy[member.Name] = Resolved(member.Value, [.. path, member.Name], isSecret || SensitiveKeys.Contains(member.Name));
                }

                return copy;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(item => Resolved(item, path, isSecret))]);
            case JsonValueKind.String or JsonValueKind.Number when isSecret:
                _problems.Add(SecretProblem(path));
                return null;
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }

    private JsonValue? FollowReference(string kind, string target, string[] path)
    {
        string? found = kind == "env" ? _variable(target) : TextOf(target);
        if (found is null)
        {
            _problems.Add(kind == "env"
                ? $"{Where(path)}: '{path[^1]}' is to come from the environment variable {target}, which is not set. Set it."
                : $"{Where(path)}: '{path[^1]}' is to come from the file {target}, which cannot be read. Make it, or name another.");
            return null;
        }

        return JsonValue.Create(found);
    }

    private static (string Kind, string Target)? ReferenceIn(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 1)
        {
            return null;
        }

        JsonProperty only = value.EnumerateObject().First();
        return only.Name is "env" or "file" && only.Value.ValueKind == JsonValueKind.String ? (only.Name, only.Value.GetString()!) : null;
    }

    /// <summary>Relative to the folder of the settings.</summary>
    private string? TextOf(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path))!, file)).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool HoldsSecret(string id, string uri)
    {
        try
        {
            return Secrets.In(Connection.Parse(id, uri)).Any();
        }
        catch (FormatException)
        {
            // What is wrong with it is told when all settings are put together.
            return false;
        }
    }

    private string SecretProblem(string[] path)
    {
        string name = string.Join('_', path.Skip(1)).ToUpperInvariant();
        return $"{Where(path)}: '{string.Join('.', path.Skip(1))}' holds a secret, and a file is read by many. "
            + $"Put a reference in its place: {{\"env\": \"{name}\"}} or {{\"file\": \"/run/secrets/{name.ToLowerInvariant()}\"}}.";
    }

    private string Where(params string[] path) => $"{Name}:{_lines.Of(path)}";
}
