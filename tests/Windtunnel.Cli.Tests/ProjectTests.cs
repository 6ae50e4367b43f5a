namespace Windtunnel.Cli.Tests;

public sealed class ProjectTests
{
    [Fact]
    public async Task Assembly_ThatIsNone_IsRefusedInWords()
    {
        using SampleProject folder = new();
        string path = folder.Write("This is no assembly.", "broken.dll");

        (await Tool.RunAsync("list", "--project", path)).ShouldBeRefused(3, "broken.dll' is not a .NET assembly, or is damaged.");
    }

    [Fact]
    public async Task Assembly_WithoutABundle_IsToldHowToHaveOne()
    {
        using var project = SampleProject.WithoutBundle();

        (await project.CallAsync("list")).ShouldBeRefused(3, "NoBundle has no bundle. Add a public class with a property");
    }

    [Fact]
    public async Task Project_ThatWasNotNamed_IsTheOneInTheCurrentFolder()
    {
        using SampleProject folder = new();

        (await Tool.StartInstalled(folder.Folder, "list").EndAsync())
            .ShouldBeRefused(3, $"No project was given, and the folder '{folder.Folder}' has no .csproj.");
    }

    [Fact]
    public async Task Bundle_ThatThrows_IsNamedWithItsReason()
    {
        using SampleProject project = new("Bundle.Of(Good(), Good())");

        (await project.CallAsync("list")).ShouldBeRefused(3, "already has a Dag 'good'");
    }

    [Theory]
    [InlineData("nowhere.dll", "There is no file or folder")]
    [InlineData("notes.txt", "is a '.txt' file")]
    [InlineData("empty", "has no .csproj")]
    [InlineData("several", "has 2 projects: a.csproj, b.csproj")]
    [InlineData("unbuildable", "error")]
    public async Task Path_ThatLeadsToNoProject_IsRefusedInWords(string path, string because)
    {
        using SampleProject folder = new();
        folder.Write("", "notes.txt");
        Directory.CreateDirectory(folder.At("empty"));
        Directory.CreateDirectory(folder.At("several"));
        folder.Write("", "several", "a.csproj");
        folder.Write("", "several", "b.csproj");
        Directory.CreateDirectory(folder.At("unbuildable"));
        folder.Write("<Project>", "unbuildable", "a.csproj");

        (await Tool.RunAsync("list", "--project", folder.At(path))).ShouldBeRefused(3, because);
    }

    [Fact]
    public void Build_ThatWasKilled_IsNotAnErrorWithoutWords() =>
        Assert.StartsWith("The command ended with code 137 and printed nothing", DotnetCommand.Wrong(137, "\n"), StringComparison.Ordinal);

    /// <summary>Whoever made a project beside a clone of the repository does not mean the reference DAGs.</summary>
    [Fact]
    public async Task Launcher_CalledInAnotherProject_MeansThatOne()
    {
        using SampleProject folder = new();
        string own = Directory.CreateDirectory(folder.At("own")).FullName;
        folder.Write("<Project>", "own", "mine.csproj");

        (await Tool.Start(own, "list").EndAsync()).ShouldBeRefused(3, "mine.csproj");
    }
}
