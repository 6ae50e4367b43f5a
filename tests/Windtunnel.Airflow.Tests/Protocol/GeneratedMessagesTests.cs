using System.Diagnostics;

namespace Windtunnel.Airflow.Tests.Protocol;

public sealed class GeneratedMessagesTests
{
    [Fact]
    public async Task CommittedFiles_OfMessages_AreWhatTheGeneratorWrites()
    {
        string written = Directory.CreateTempSubdirectory("messages").FullName;
        string committed = Path.Combine(Repository.Root, "src", "Windtunnel.Airflow", "Protocol", "Messages");

        await Generate(written);

        Assert.Equal(Contents(written), Contents(committed));
        Directory.Delete(written, recursive: true);
    }

    private static IEnumerable<(string Name, string Text)> Contents(string folder) =>
        Directory.GetFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file).ReplaceLineEndings("\n")));

    private static async Task Generate(string target)
    {
        using Process generator = Process.Start(new ProcessStartInfo("dotnet", ["run", "eng/GenerateMessages.cs", target])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        })!;
        string output = await generator.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await generator.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(generator.ExitCode == 0, output);
    }
}
