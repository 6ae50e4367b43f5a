using System.Diagnostics;
using System.Text.Json;

namespace Windtunnel.Cli.Tests;

/// <summary>The program as users start it.</summary>
public sealed class ProgramTests
{
    private static readonly string[] Verbs =
        ["run", "list", "show", "explain", "replay", "report", "catalog", "bench", "conformance", "new"];

    [Fact]
    public async Task Output_ThatIsRedirected_HasNoEscapeCodes()
    {
        using SampleProject project = new("Bundle.Of(Good(), Bad())");

        ToolResult result = await Tool.Start(project.Folder, "run", "--all", "--project", project.Assembly).EndAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain('\u001b', $"{result.Output}{result.Error}");
        Assert.Contains(Path.Combine("out", "report", "index.html"), result.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_ThatAProgramReads_HoldsNothingThatBodiesPrint()
    {
        using SampleProject project = new(
            """
            Bundle.Of().With("loud", () =>
            {
                var dag = new Dag("loud");
                dag.Task("shout", _ => Console.WriteLine("Hear me."));
                return dag;
            })
            """);

        ToolResult result = await Tool.Start(project.Folder, "run", "loud", "--json", "--project", project.Assembly).EndAsync();

        using var json = JsonDocument.Parse(result.ShouldSucceed().Output);
        Assert.Equal("Hear me.", result.Error.Trim());
    }

    [Fact]
    public async Task Project_OfTheRepository_IsTheDefault()
    {
        using SampleProject folder = new();
        string release = Path.Combine(Tool.Repository, "reference", "bin", "Release", "net10.0", "Windtunnel.Reference.dll");

        ToolResult result = await Tool.Start(folder.Folder, "list").EndAsync();

        Assert.Contains(File.Exists(release) ? "FlightsEtl" : release, $"{result.Output}{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_DuringARun_EndsItCleanlyAndKeepsWhatWasDone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no signal to send.");
        using SampleProject project = new(
            """
            Bundle.Of(Good()).With("endless", () =>
            {
                var dag = new Dag("endless");
                dag.Task("wait", (Func<TaskContext, Task>)(_ =>
                {
                    Console.Error.WriteLine("waiting");
                    return new TaskCompletionSource().Task;
                }));
                return dag;
            })
            """);
        Process process = Tool.Start(project.Folder, "run", "--all", "--project", project.Assembly);
        Assert.Equal("waiting", await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        ToolResult result = await process.EndAsync();
        result.ShouldBeRefused(130, "Interrupted.");
        Assert.Equal(RunState.Success, Run.Load(project.JournalOf("good")).State);
        Assert.Contains("good.html", project.Read("out", "report", "index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfTheTool_NamesEveryVerbAndTheExitCodes()
    {
        string help = (await Tool.RunAsync("--help")).ShouldSucceed().Output;

        Assert.All(Verbs, verb => Assert.Contains($"\n  {verb} ", help, StringComparison.Ordinal));
        Assert.Contains("70 an error in windtunnel; 130 interrupted", help.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfEachVerb_NamesItsExitCodes()
    {
        foreach (string verb in Verbs)
        {
            Assert.Contains("Exit codes: 0 ", (await Tool.RunAsync(verb, "--help")).ShouldSucceed().Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Say what to do")]
    [InlineData("There is no command 'rnu'.", "rnu")]
    [InlineData("Did you mean 'run'?", "rnu")]
    [InlineData("Required argument 'TASK' missing", "explain", "good")]
    public async Task CommandLine_ThatIsWrong_IsAnsweredWithWhatThereIs(string because, params string[] arguments) =>
        (await Tool.RunAsync(arguments)).ShouldBeRefused(2, because);

    [Fact]
    public void Error_OfTheToolItself_IsKeptInAFileAndNotShown()
    {
        var problem = Problem.Of(new InvalidCastException("Not this."));

        Assert.Equal(ExitCode.Internal, problem.ExitCode);
        Assert.StartsWith(
            "This is an error in windtunnel: InvalidCastException: Not this. Please report it", problem.Message, StringComparison.Ordinal);
    }
}
