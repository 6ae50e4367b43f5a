namespace Windtunnel.Reference.Tests;

/// <summary>The repository that these tests lie in.</summary>
internal static class ReferenceRepository
{
    private static readonly string Root = Find();

    public static string PathTo(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Windtunnel.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
