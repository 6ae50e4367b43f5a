using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Brings the files that a document refers to into it, so that every <c>$ref</c> leads within.</summary>
internal sealed class OpenApiFiles
{
    private const string Key = "x-windtunnel-files";

    private readonly string _name;
    private readonly string _folder;
    private readonly Func<string, string, JsonElement> _read;
    private readonly JsonObject _files = [];
    private readonly Queue<(JsonNode Node, string File)> _open = new();

    private OpenApiFiles(string file, Func<string, string, JsonElement> read)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        _name = Path.GetFileName(file);
        _read = read;
    }

    /// <param name="file">The document's.</param>
    /// <param name="root">What it holds.</param>
    /// <param name="read">Reads a file by its name and text.</param>
    /// <exception cref="FormatException">It refers to a file that is not there, or not below its own folder, or to the network.</exception>
    public static JsonElement Whole(string file, JsonElement root, Func<string, string, JsonElement> read) =>
        root.ValueKind == JsonValueKind.Object && root.GetRawText().Contains("$ref", StringComparison.Ordinal)
            ? new OpenApiFiles(file, read).Whole(root)
            : root;

    private JsonElement Whole(JsonElement root)
    {
        JsonNode whole = JsonNode.Parse(root.GetRawText())!;
        _open.Enqueue((whole, _name));
        while (_open.TryDequeue(out (JsonNode Node, string File) next))
        {
            foreach (JsonObject holder in Holders(next.Node))
            {
                Redirect(holder, next.File);
            }
        }

        if (_files.Count == 0)
        {
            return root;
        }

        whole[Key] = _files;
        return JsonSerializer.SerializeToElement(whole);
    }

    /// <summary>All objects that have a <c>$ref</c>, but for those within values, in which nothing is a reference.</summary>
    private static IEnumerable<JsonObject> Holders(JsonNode node)
    {
        Stack<(JsonNode? Node, bool NamesAreTheAuthors)> open = new([(node, false)]);
        while (open.TryPop(out (JsonNode? Node, bool NamesAreTheAuthors) next))
        {
            switch (next.Node)
            {
                case JsonObject named:
                    if (!next.NamesAreTheAuthors && named["$ref"] is JsonValue)
                    {
                        yield return named;
                    }

                    foreach ((string name, JsonNode? value) in named)
                    {
                        if (next.NamesAreTheAuthors || name is not ("example" or "default" or "const" or "enum" or "value"))
                        {
                            open.Push((value, !next.NamesAreTheAuthors && name is "properties" or "schemas"));
                        }
                    }

                    break;
                case JsonArray items:
                    foreach (JsonNode? item in items)
                    {
                        open.Push((item, false));
                    }

                    break;
            }
        }
    }

    private void Redirect(JsonObject holder, string file)
    {
        if (!((JsonValue)holder["$ref"]!).TryGetValue(out string? reference))
        {
            return;
        }

        int at = reference.IndexOf('#', StringComparison.Ordinal);
        string path = at < 0 ? reference : reference[..at];
        string pointer = at < 0 ? "" : reference[(at + 1)..];
        string target = path.Length == 0 ? file : FileOf(reference, Uri.UnescapeDataString(path), file);
        holder["$ref"] = target == _name ? $"#{pointer}" : $"#/{Key}/{Escaped(target)}{pointer}";
    }

    private string FileOf(string reference, string path, string from)
    {
        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw Unreadable($"the $ref '{reference}' in '{from}' leads to the network. Keep what it leads to in a file beside it");
        }

        string full = Path.GetFullPath(Path.Combine(_folder, Path.GetDirectoryName(from) ?? "", path));
        string name = Path.GetRelativePath(_folder, full).Replace('\\', '/');
        if (Path.IsPathRooted(path) || name.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(name))
        {
            throw Unreadable($"the $ref '{reference}' in '{from}' leads out of its folder. Keep what it leads to beside it or below");
        }

        if (name != _name && !_files.ContainsKey(name))
        {
            _files[name] = Read(reference, full, name, from);
            _open.Enqueue((_files[name]!, name));
        }

        return name;
    }

    private JsonNode Read(string reference, string full, string name, string from)
    {
        if (!File.Exists(full))
        {
            throw Unreadable($"the $ref '{reference}' in '{from}' leads to the file '{name}', which is not there");
        }

        if (new FileInfo(full).LinkTarget is not null)
        {
            throw Unreadable($"the $ref '{reference}' in '{from}' leads to the symbolic link '{name}'. Put the file in its place");
        }

        return JsonNode.Parse(_read(name, File.ReadAllText(full)).GetRawText()) ?? new JsonObject();
    }

    private FormatException Unreadable(string reason) => OpenApiDocument.Unreadable(_name, reason);

    private static string Escaped(string name) => Uri.EscapeDataString(
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}
