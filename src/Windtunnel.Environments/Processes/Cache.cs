namespace Windtunnel.Environments;

/// <summary>Where downloads are kept, for all runs of a user.</summary>
internal static class Cache
{
    /// <summary>The environment variable that puts it elsewhere.</summary>
    public const string Variable = "WINDTUNNEL_CACHE";

    public static string Folder => Given(Variable)
        // Servers that root starts run as another user, who may not enter root's home.
        ?? (Environment.UserName == "root" ? "/var/cache/windtunnel" : null)
        ?? Path.Combine(Given("XDG_CACHE_HOME") ?? Path.Combine(Home, ".cache"), "windtunnel");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? Given(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : null;
}
