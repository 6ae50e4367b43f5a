using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Windtunnel.Cli.Tests;

/// <summary>An assembly with DAGs, compiled from a few lines into a temporary folder, and an output folder for its runs.</summary>
internal sealed class SampleProject : IDisposable
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("windtunnel-cli-tests-");

    /// <param name="bundle">The C# expression of the bundle.</param>
    /// <param name="environments">That of what its DAGs need around them.</param>
    public SampleProject(string bundle = "Bundle.Of(Good())", string environments = "DagEnvironments.Of()")
        : this(
            CSharpSyntaxTree.ParseText($$"""
            using System;
            using System.IO;
            using System.Threading.Tasks;
            using Windtunnel;
            using Windtunnel.Environments;
            using Windtunnel.Testing;

            public static class Project
            {
                public static Bundle Dags { get; } = {{bundle}};

                public static DagEnvironments Environments { get; } = {{environments}};

                private static Dag Good()
                {
                    var dag = new Dag("good") { DisplayName = "GoodStory", Params = [Param.Of("limit", 3), Param.Of("name", "x")] };
                    var one = dag.Task("one", context => context.Params.Integer("limit"));
                    dag.Map("each", dag.Task("list", one, (n, _) => new[] { n, n }), (item, _) => item);
                    return dag;
                }

                private static Dag Leads(Asset asset)
                {
                    var dag = new Dag("leads");
                    dag.Task("announce", _ => { }, new TaskSpec { Outlets = System.Collections.Immutable.ImmutableArray.Create(asset) });
                    return dag;
                }

                private static Dag Bad()
                {
                    var dag = new Dag("bad");
                    var load = dag.Task("load", (TaskContext _) => throw new InvalidOperationException("The disk is full."));
                    var skipped = dag.Task("report", _ => Task.CompletedTask);
                    _ = load >> skipped;
                    return dag;
                }
            }
            """),
            "Sample")
    {
    }

    private SampleProject(SyntaxTree source, string name)
    {
        Assembly = At($"{name}.dll");
        var compilation = CSharpCompilation.Create(
            name, [source], References, new(OutputKind.DynamicallyLinkedLibrary));
        var result = compilation.Emit(Assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }

    public string Assembly { get; }

    public string Folder => _folder.FullName;

    /// <summary>Where its runs are kept.</summary>
    public string Out => At("out");

    public static SampleProject WithoutBundle() => new(CSharpSyntaxTree.ParseText("public static class Empty { }"), "NoBundle");

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <returns>The path of the file.</returns>
    public string Write(string text, params string[] parts)
    {
        File.WriteAllText(At(parts), text);
        return At(parts);
    }

    public string Read(params string[] parts) => File.ReadAllText(At(parts));

    public string JournalOf(string dagId) => At("out", "runs", dagId, $"{dagId}.journal.jsonl");

    /// <summary>Runs the verb on this project.</summary>
    public Task<ToolResult> CallAsync(string verb, params string[] arguments) =>
        Tool.RunAsync([verb, .. arguments, "--project", Assembly, .. verb is "run" or "replay" ? ["--out", Out] : Array.Empty<string>()]);

    public void Dispose() => _folder.Delete(recursive: true);
}
