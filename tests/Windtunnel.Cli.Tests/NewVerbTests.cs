using System.Xml.Linq;

namespace Windtunnel.Cli.Tests;

public sealed class NewVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("windtunnel-new-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task New_Project_PassesItsTestsAndRuns()
    {
        (await Tool.Start(_folder.FullName, "new", "Orders.Etl").EndAsync()).ShouldSucceed();
        string project = Path.Combine(_folder.FullName, "Orders.Etl");
        string testProject = Path.Combine(project, "tests", "Orders.Etl.Tests", "Orders.Etl.Tests.csproj");
        Refer(testProject, "Windtunnel.Environments", "Windtunnel.Hooks.S3");

        ToolResult tests = (await Tool.StartDotnet(project, "test").EndAsync()).ShouldSucceed();
        ToolResult run = (await Tool.Start(project, "run", "--all", "--project", ".").EndAsync()).ShouldSucceed();

        Assert.Contains("succeeded: 2", tests.Output, StringComparison.Ordinal);
        Assert.StartsWith("orders_etl  success", run.Output, StringComparison.Ordinal);
    }

    /// <summary>As its README says.</summary>
    private static void Refer(string project, params string[] packages)
    {
        var file = XElement.Load(project);
        file.Add(new XElement("ItemGroup", packages.Select(name => new XElement("PackageReference", new XAttribute("Include", name)))));
        file.Save(project);
    }

    [Theory]
    [InlineData("1st")]
    [InlineData("a-b")]
    [InlineData("../elsewhere")]
    [InlineData("Orders.")]
    public async Task New_WithANameThatIsNoNamespace_IsRefused(string name) =>
        (await Tool.RunAsync("new", name)).ShouldBeRefused(2, $"The name is '{name}'.");

    [Fact]
    public async Task New_OverAFolderWithFiles_ChangesNothing()
    {
        _folder.CreateSubdirectory("Orders");
        string file = Path.Combine(_folder.FullName, "Orders", "mine.txt");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        (await Tool.Start(_folder.FullName, "new", "Orders").EndAsync()).ShouldBeRefused(2, "is not empty, and nothing in it was changed");

        Assert.Equal([file], Directory.GetFileSystemEntries(Path.Combine(_folder.FullName, "Orders")));
    }

    [Fact]
    public async Task New_FromAFolderWithoutPackages_SaysWhatIsMissing() =>
        (await Tool.Start(_folder.FullName, "new", "Orders", "--source", ".").EndAsync())
            .ShouldBeRefused(2, "has no Windtunnel.Testing.*.nupkg");
}
