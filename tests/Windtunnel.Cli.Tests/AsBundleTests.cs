namespace Windtunnel.Cli.Tests;

/// <summary>Runs whose bodies are processes.</summary>
public sealed class AsBundleTests : IDisposable
{
    private static readonly string Built = Path.Combine(
        Tool.Repository, "tests", "consumers", "Bundle", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0");

    private static readonly string Executable = Path.Combine(Built, OperatingSystem.IsWindows() ? "Bundle.exe" : "Bundle");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("windtunnel-as-bundle-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_InABundle_EndsAsAnyRun()
    {
        ToolResult run = await Tool.RunAsync(Arguments("chatty"));

        Assert.Contains("1 of 1 run succeeded.", run.ShouldSucceed().LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InABundleThatIsNotThere_SaysHowToMakeOne()
    {
        ToolResult run = await Tool.RunAsync(
            "run", "chatty", "--project", Path.Combine(Built, "Bundle.dll"), "--bundle", "nowhere", "--out", _folder.FullName);

        run.ShouldBeRefused(3, "Pack the project: windtunnel pack.");
    }

    /// <summary>A body kills what started it: before each of its messages, after it said how it ended, and while it says nothing.</summary>
    [Theory]
    [InlineData("chatty", 1)]
    [InlineData("chatty", 2)]
    [InlineData("chatty", 3)]
    [InlineData("chatty", 4)]
    [InlineData("chatty", 5)]
    [InlineData("chatty", 6)]
    [InlineData("patient", 1)]
    public async Task Supervisor_KilledAtAnyMessage_LeavesNoProcessBehind(string dag, int at)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up in /proc.");
        string file = Path.Combine(_folder.FullName, "process");

        ToolResult killed = await Tool.Start(
            _folder.FullName, [.. Arguments(dag), "--param", $"kill_at={at}", "--param", $"process_file={file}"]).EndAsync();

        Assert.Equal(137, killed.ExitCode);
        await GoneAsync(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    private string[] Arguments(string dag) =>
    [
        "run", dag, "--project", Path.Combine(Built, "Bundle.dll"), "--bundle", Executable, "--out", _folder.FullName,
    ];

    private static async Task GoneAsync(string process)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (IsRunning(process))
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>One that ended and that nobody asks for any more counts as gone.</summary>
    private static bool IsRunning(string process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
