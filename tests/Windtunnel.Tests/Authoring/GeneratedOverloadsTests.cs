using System.Diagnostics;

namespace Windtunnel.Tests.Authoring;

public sealed class GeneratedOverloadsTests
{
    [Fact]
    public async Task CommittedFile_OfOverloads_IsWhatTheGeneratorWrites()
    {
        string root = RepositoryRoot();
        string written = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        await Generate(root, written);

        string committed = Path.Combine(root, "src", "Windtunnel", "TaskScope.Overloads.cs");
        Assert.Equal(await TextOf(written), await TextOf(committed), ignoreLineEndingDifferences: true);
        File.Delete(written);
    }

    private static async Task Generate(string root, string target)
    {
        using Process generator = Process.Start(new ProcessStartInfo("dotnet", ["run", "eng/GenerateOverloads.cs", target])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
        })!;
        string output = await generator.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await generator.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(generator.ExitCode == 0, output);
    }

    private static Task<string> TextOf(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private static string RepositoryRoot()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Windtunnel.slnx")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("No Windtunnel.slnx above the tests.");
        }

        return directory;
    }
}
