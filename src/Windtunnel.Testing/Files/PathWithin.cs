namespace Windtunnel.Testing;

/// <summary>Paths that stay where they belong.</summary>
internal static class PathWithin
{
    /// <exception cref="ArgumentException">The name leads out of the directory.</exception>
    public static string Of(string directory, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string whole = Path.GetFullPath(Path.Combine(directory, name));
        return whole.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? whole
            : throw new ArgumentException(
                $"The file '{name}' would lie outside of its directory. Name it without '..' or a root.", nameof(name));
    }
}
