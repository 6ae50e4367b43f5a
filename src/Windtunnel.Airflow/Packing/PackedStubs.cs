using System.Collections.Immutable;

namespace Windtunnel.Airflow;

/// <summary>The stubs that were packed along, among the sources: so that what is deployed can be compared with the bundle alone.</summary>
internal static class PackedStubs
{
    private const string Folder = "airflow-3.3/";
    private const string Extension = ".py";

    /// <summary>Where a stub stands among the sources.</summary>
    public static string PathOf(string fileName) => Folder + fileName;

    /// <summary>The stubs in the sources of a bundle, by DAG id.</summary>
    public static ImmutableSortedDictionary<string, string> In(string source)
    {
        ImmutableSortedDictionary<string, string>.Builder found =
            ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string[] lines = source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (DagIdIn(lines[i]) is { } dagId)
            {
                // No line of Python begins as the next file's heading does.
                string[] text = [.. lines.Skip(i + 1).TakeWhile(line => !line.StartsWith(BundlePacking.Heading, StringComparison.Ordinal))];
                found[dagId] = $"{string.Join('\n', text).TrimEnd('\n')}\n";
            }
        }

        return found.ToImmutable();
    }

    private static string? DagIdIn(string line)
    {
        string start = $"{BundlePacking.Heading}{Folder}";
        return line.StartsWith(start, StringComparison.Ordinal) && line.EndsWith(Extension, StringComparison.Ordinal)
            ? line[start.Length..^Extension.Length]
            : null;
    }
}
