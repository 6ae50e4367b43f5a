namespace Windtunnel.Reference.Aviation;

/// <summary>The data files that come with the project; NOTICE names their origins.</summary>
public static class ReferenceData
{
    /// <summary>The files of <c>reference/data</c>, which are copied beside the assembly. One that is part of a native executable has no place of its own.</summary>
    public static string Directory { get; } = Path.Combine(
        typeof(ReferenceData).Assembly.Location is { Length: > 0 } assembly ? Path.GetDirectoryName(assembly)! : AppContext.BaseDirectory, "data");

    /// <summary>The full path of one file.</summary>
    public static string PathOf(string name) => Path.Combine(Directory, name);
}
