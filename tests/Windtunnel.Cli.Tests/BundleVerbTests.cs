using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Windtunnel.Airflow;

namespace Windtunnel.Cli.Tests;

/// <summary>What is said about bundles and stubs, on a bundle around an executable that nobody starts.</summary>
public sealed class BundleVerbTests : IDisposable
{
    private const string Refused = """
        Bundle.Of(Good(), new Dag("told") { Callbacks = new() { OnFailure = [_ => { }] } })
        """;

    private readonly SampleProject _project = new();
    private readonly string _processor = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private string Bundle => _project.At("good-bundle");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Inspect_OfABundle_ShowsExecutableSchemaAndDags()
    {
        await PackAsync();

        ToolResult shown = (await Tool.RunAsync("inspect", Bundle)).ShouldSucceed();

        Assert.Contains("Supervisor schema: 2026-06-16", shown.Output, StringComparison.Ordinal);
        Assert.Equal("good  3      packed along", shown.LastLine);
        Assert.Contains("class A;", (await Tool.RunAsync("inspect", Bundle, "--source")).Output, StringComparison.Ordinal);
        Assert.Contains("\"good\": [", (await Tool.RunAsync("inspect", Bundle, "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_OfAnotherFile_SaysThatItIsNoBundle() =>
        (await Tool.RunAsync("inspect", _project.Write("text", "file"))).ShouldBeRefused(1, "it is no bundle");

    [Fact]
    public async Task Verify_OfABundle_SaysThatAirflowTakesIt()
    {
        await PackAsync();

        ToolResult verified = (await Tool.RunAsync("verify", Bundle, "--dag", "good")).ShouldSucceed();

        Assert.Contains("for 1 DAG.", verified.LastLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("does not list the DAG 'billing'", "--dag", "billing")]
    [InlineData("but the workers have", "--for", "s390x")]
    public async Task Verify_ForWhatTheBundleIsNot_SaysWhy(string reason, params string[] options)
    {
        await PackAsync();

        (await Tool.RunAsync(["verify", Bundle, .. options])).ShouldBeRefused(1, reason);
    }

    [Fact]
    public async Task Verify_OfAChangedBundle_SaysWhatAirflowWouldNot()
    {
        await PackAsync();
        byte[] bytes = await File.ReadAllBytesAsync(Bundle, TestContext.Current.CancellationToken);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(Bundle, bytes, TestContext.Current.CancellationToken);

        (await Tool.RunAsync("verify", Bundle)).ShouldBeRefused(1, "changed after packing");
        Assert.Contains("\"problems\"", (await Tool.RunAsync("verify", Bundle, "--json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("verify")]
    public async Task Verb_OnAFileThatIsNotThere_SaysSo(string verb) =>
        (await Tool.RunAsync(verb, "nowhere/bundle")).ShouldBeRefused(5, "There is no file 'nowhere/bundle'");

    [Fact]
    public async Task Export_OfAProject_WritesAFileForEachDag()
    {
        ToolResult exported = await _project.CallAsync("export", "--airflow", "3.3", "--to", _project.At("dags"), "--queue", "native");

        exported.ShouldSucceed();
        Assert.Equal(_project.At("dags", "good.py"), exported.LastLine);
        Assert.Contains("queue=\"native\"", _project.Read("dags", "good.py"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OfADagThatAStubCannotCarry_SaysWhatToDoInsteadAndWritesTheOthers()
    {
        using SampleProject project = new(Refused);

        ToolResult refused = await project.CallAsync("export", "--to", project.At("dags"));

        refused.ShouldBeRefused(1, "Put the work into a task");
        Assert.EndsWith("good.py", refused.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ForAnotherVersion_IsRefused() =>
        (await _project.CallAsync("export", "--airflow", "2.10")).ShouldBeRefused(2, "no stubs for Airflow 2.10");

    [Fact]
    public async Task Check_OfTheExportedStubs_FindsNoDifference()
    {
        await PackAsync();
        await _project.CallAsync("export", "--to", _project.At("dags"));

        ToolResult checkedOnes = (await Tool.RunAsync("check", Bundle, _project.At("dags"))).ShouldSucceed();

        Assert.Equal("The deployed stubs of 1 DAG are those of the bundle.", checkedOnes.LastLine);
    }

    [Fact]
    public async Task Check_OfAStubThatHasDrifted_ShowsTheLines()
    {
        await PackAsync();
        await _project.CallAsync("export", "--to", _project.At("dags"));
        string stub = _project.Read("dags", "good.py");
        _project.Write(stub.Replace("task_id=\"one\"", "task_id=\"uno\"", StringComparison.Ordinal), "dags", "good.py");

        ToolResult drifted = await Tool.RunAsync("check", Bundle, _project.At("dags"));

        drifted.ShouldBeRefused(1, "good: Task 'one': the deployed stub lacks: @task.stub(task_id=\"one\"");
        Assert.Contains("good: Task 'one': the bundle does not have: @task.stub(task_id=\"uno\"", drifted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithoutADeployedStub_SaysToExportIt()
    {
        await PackAsync();

        (await Tool.RunAsync("check", Bundle, _project.Folder)).ShouldBeRefused(1, "No stub of the DAG 'good' is deployed.");
        (await Tool.RunAsync("check", Bundle, _project.At("nowhere"))).ShouldBeRefused(2, "There is no folder");
    }

    /// <summary>As <c>pack</c> does it, around the head of an executable.</summary>
    private async Task PackAsync()
    {
        byte[] executable = [0x7F, (byte)'E', (byte)'L', (byte)'F', .. new byte[60]];
        executable[18] = _processor == "arm64" ? (byte)183 : (byte)62;
        await File.WriteAllBytesAsync(_project.At("executable"), executable, TestContext.Current.CancellationToken);
        await _project.CallAsync("export", "--to", _project.At("packed"));
        StubFile stub = new("good.py", _project.Read("packed", "good.py"));
        BundleManifest manifest = new()
        {
            Dags = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("good", ["one", "list", "each"]),
        };
        BundleFile.Pack(_project.At("executable"), Bundle, manifest, new Dictionary<string, string> { ["A.cs"] = "class A;" }, [stub]);
    }
}
