using Windtunnel.Airflow;
using Windtunnel.Airflow.Tests.Packing;

namespace Windtunnel.Cli.Tests;

/// <summary>The reference project as it ships. It is compiled once for all tests, and again only when its sources changed.</summary>
public sealed class PackedReference : IAsyncLifetime
{
    public string Bundle { get; } = Path.Combine(Tool.Repository, "out", "bundles", "tests", "reference");

    internal ToolResult Result { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Result = await PackAsync(Bundle);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>From elsewhere, and by a tool that knows nothing of the repository but what the project says.</summary>
    internal static Task<ToolResult> PackAsync(string bundle) => Tool
        .StartInstalled(Path.GetTempPath(), "pack", Path.Combine(Tool.Repository, "reference"), "--to", bundle).EndAsync();
}

public sealed class PackVerbTests(PackedReference reference) : IClassFixture<PackedReference>
{
    // The goal is 15 MB; ADR 23 says what is in it.
    private const long Largest = 19_200_000;

    // Its results are what the process that it runs in stands on: a bundle's has no ICU.
    private const string Parity = "44_02_06_test_environment_setup_example_6";

    // Its last result is where it ran: the database, directory and port that each run has of its own.
    private const string SideBySide = "44_02_05_test_environment_setup_example_5";

    private static readonly string NativeCode =
        Path.Combine(Tool.Repository, "reference", "obj", "windtunnel", "obj", "Release", "net10.0");

    [Fact]
    public async Task Pack_OfTheReferenceProject_GivesOneSmallFileWithoutAWarning()
    {
        reference.Result.ShouldSucceed();

        Assert.DoesNotContain("warning", reference.Result.Error, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(reference.Bundle).Length, 1_000_000, Largest);
        byte[] file = await File.ReadAllBytesAsync(reference.Bundle, TestContext.Current.CancellationToken);
        IndependentBundle read = IndependentBundle.Read(file);
        Assert.Contains("44_01_01_end_to_end_tests_example_1", read.Manifest, StringComparison.Ordinal);
        Assert.Contains("// 01-EndToEnd/FlightsEtl.dag.cs\n", read.Source, StringComparison.Ordinal);
        (await Tool.RunAsync("verify", reference.Bundle)).ShouldSucceed();
    }

    /// <summary>Also what was compiled before is compiled anew.</summary>
    [Fact]
    public async Task Pack_Twice_GivesTheSameBytes()
    {
        string twice = $"{reference.Bundle}.twice";
        foreach (string native in Directory.GetDirectories(NativeCode, "native", SearchOption.AllDirectories))
        {
            Directory.Delete(native, recursive: true);
        }

        (await PackedReference.PackAsync(twice)).ShouldSucceed();

        byte[] first = await File.ReadAllBytesAsync(reference.Bundle, TestContext.Current.CancellationToken);
        byte[] second = await File.ReadAllBytesAsync(twice, TestContext.Current.CancellationToken);
        Assert.True(first.AsSpan().SequenceEqual(second), "The bytes differ.");
        File.Delete(twice);
    }

    /// <summary>With the script that Airflow's own reader is described by, where there is a Python.</summary>
    [Fact]
    public async Task Bundle_ReadByPython_HoldsItsDags()
    {
        const string Script = """
            import hashlib, json, struct, sys
            data = open(sys.argv[1], "rb").read()
            source, manifest, version = struct.unpack("<III", data[-64:-52])
            assert data[-8:] == b"AFBNDL01" and version == 1 and data[-20:-8] == bytes(12)
            end = len(data) - 64 - manifest - source
            assert hashlib.sha256(data[:end]).digest() == data[-52:-20]
            print(*json.loads(data[end + source:-64])["dags"])
            """;
        ToolResult read = await Python.RunAsync(Script, reference.Bundle);

        Assert.Equal(string.Join(' ', BundleFile.Read(reference.Bundle).Manifest!.Dags.Keys), read.ShouldSucceed().LastLine);
    }

    [Fact]
    public async Task Export_OfTheReferenceDags_IsPythonThatCompiles()
    {
        const string Script = """
            import ast, pathlib, sys
            files = sorted(pathlib.Path(sys.argv[1]).glob("*.py"))
            for file in files: ast.parse(file.read_text(encoding="utf-8"), str(file))
            print(len(files))
            """;
        using SampleProject folder = new();
        ToolResult exported = await Tool.RunAsync("export", "--project", Tool.Reference, "--to", folder.At("dags"));

        // 1: a DAG among them is refused, which the tests of the reference DAGs look at.
        Assert.True(exported.ExitCode is 0 or 1, exported.Error);

        ToolResult compiled = await Python.RunAsync(Script, folder.At("dags"));

        Assert.Equal($"{Directory.GetFiles(folder.At("dags")).Length}", compiled.ShouldSucceed().LastLine);
    }

    [Fact]
    public async Task Run_AsBundle_OfEveryReferenceDag_EndsAsInThisProcess()
    {
        using SampleProject folder = new();

        string[] dags = [.. BundleFile.Read(reference.Bundle).Manifest!.Dags.Keys.Except([Parity])];
        (await RunAsync(folder.At("here"), dags)).ShouldSucceed();
        (await RunAsync(folder.At("there"), [.. dags, "--bundle", reference.Bundle])).ShouldSucceed();

        foreach (string journal in Directory.GetFiles(folder.At("here"), "*.journal.jsonl", SearchOption.AllDirectories))
        {
            Run there = Run.Load(journal.Replace("here", "there", StringComparison.Ordinal));
            Assert.Equal(Outcome(Run.Load(journal)), Outcome(there));
        }
    }

    private static Task<ToolResult> RunAsync(string @out, params string[] options) =>
        Tool.RunAsync(["run", "--project", Tool.Reference, "--out", @out, .. options]);

    private static IEnumerable<string> Outcome(Run run) => run.Tasks.Select(task =>
        $"{task} {task.State} after {task.Attempts.Count} tries, xcoms "
        + string.Join(' ', task.XComs.OrderBy(xcom => xcom.Key, StringComparer.Ordinal).Select(xcom =>
            run.DagId == SideBySide && task.TaskId == "close_day" ? xcom.Key : xcom.ToString()))
        + $", counts {string.Join(' ', task.Counts)}, connections {string.Join(' ', task.Connections)}");
}
