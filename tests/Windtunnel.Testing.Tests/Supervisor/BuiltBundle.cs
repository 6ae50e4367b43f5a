namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>The executable of <c>tests/consumers/Bundle</c>, built in the same configuration as the tests.</summary>
internal static class BuiltBundle
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        DirectoryInfo output = new(AppContext.BaseDirectory);
        DirectoryInfo tests = output.Parent!.Parent!.Parent!.Parent!;
        string name = OperatingSystem.IsWindows() ? "Bundle.exe" : "Bundle";
        return System.IO.Path.Combine(tests.FullName, "consumers", "Bundle", "bin", output.Parent.Name, output.Name, name);
    }
}
