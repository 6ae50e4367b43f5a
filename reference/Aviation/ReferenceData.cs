using System.Diagnostics.CodeAnalysis;

namespace Windtunnel.Reference.Aviation;

/// <summary>The data files that come with the project; NOTICE names their origins.</summary>
public static class ReferenceData
{
    /// <summary>The files of <c>reference/data</c>, which are copied beside the assembly or the native executable it is part of.</summary>
    public static string Directory { get; } = Path.Combine(Folder(), "data");

    /// <summary>The full path of one file.</summary>
    public static string PathOf(string name) => Path.Combine(Directory, name);

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "A native executable answers with nothing, and that is handled.")]
    private static string Folder() =>
        Path.GetDirectoryName(typeof(ReferenceData).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
}
