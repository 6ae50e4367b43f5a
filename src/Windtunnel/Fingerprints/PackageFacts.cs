using System.Text.Json;

namespace Windtunnel;

/// <summary>The packages that a program was built with, from its <c>.deps.json</c>. A native executable has none: they are in it.</summary>
internal static class PackageFacts
{
    public static IEnumerable<(string Name, string? Version)> OfThisProcess() =>
        AppContext.GetData("APP_CONTEXT_DEPS_FILES") is string { Length: > 0 } files ? In(files.Split(';')[0]) : [];

    public static IEnumerable<(string Name, string? Version)> In(string path)
    {
        try
        {
            using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. Packages(file.RootElement)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // A program that was published as one file has no such file to read.
            return [];
        }
    }

    private static IEnumerable<(string Name, string? Version)> Packages(JsonElement file) =>
        from library in file.GetProperty("libraries").EnumerateObject()
        where library.Value.GetProperty("type").GetString() == "package"
        let parts = library.Name.Split('/')
        select ($"package.{parts[0]}", (string?)parts[^1]);
}
