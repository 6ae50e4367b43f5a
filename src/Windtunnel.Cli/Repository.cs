namespace Windtunnel.Cli;

/// <summary>Windtunnel's own repository, when the tool was started by its launcher.</summary>
internal static class Repository
{
    private const string Variable = "WINDTUNNEL_ROOT";

    /// <summary>Null when the tool was started otherwise, e.g. as an installed one.</summary>
    public static string? Root => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } root ? root : null;

    /// <summary>The full path of what lies in the repository; null outside it.</summary>
    public static string? PathOf(params ReadOnlySpan<string> parts) => Root is { } root ? Path.Combine([root, .. parts]) : null;
}
