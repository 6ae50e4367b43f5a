namespace Windtunnel.Reference.Aviation;

/// <summary>The data files that come with the project; NOTICE names their origins.</summary>
public static class ReferenceData
{
    /// <summary>The full path of a file in <c>reference/data</c>, which lies beside the assembly.</summary>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);
}
