namespace Windtunnel.Airflow.Tests;

internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Conformance(params ReadOnlySpan<string> parts) => Path.Combine([Root, "tests", "conformance", .. parts]);

    private static string FindRoot()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Windtunnel.slnx")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("No Windtunnel.slnx above the tests.");
        }

        return directory;
    }
}
