using System.Reflection;

namespace Windtunnel.Docs.Tests;

/// <summary>
/// Every <c>csharp</c> block compiles. One with statements is run as a program, and an <c>output</c> block right after it is what it
/// prints. One with <c>[Fact]</c> methods has them run. <c>csharp continued</c> goes on from the blocks before it in its document;
/// <c>csharp no-run</c> is only compiled. A block may audit the process for leaks, so no other test runs meanwhile.
/// </summary>
[Collection("one after another")]
public sealed class CSharpBlockTests
{
    public static TheoryData<string, int> Blocks => [.. CodeBlock.InAllDocuments().Where(IsCSharp).Select(b => (b.File, b.Line))];

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Block_OfADocument_CompilesAndDoesWhatItShows(string file, int line)
    {
        var blocks = CodeBlock.InDocument(file).ToList();
        var at = blocks.FindIndex(b => b.Line == line);
        var program = DocumentedProgram.Compile(Chain(blocks, at));
        if (blocks[at].Mark == "no-run")
            return;

        if (program.EntryPoint is not null)
            await RunProgram(program, blocks.ElementAtOrDefault(at + 1));
        else
            await RunFacts(program);
    }

    [Fact]
    public void Block_ThatDoesNotCompile_IsReportedWithDocumentAndLine()
    {
        var block = new CodeBlock("docs/a.md", 12, "csharp", "", "using System;\n\nint x = \"one\";");
        var problem = Assert.Throws<DocumentException>(() => DocumentedProgram.Compile([block]));
        Assert.Equal("docs/a.md:14: CS0029: Cannot implicitly convert type 'string' to 'int'", problem.Message);
    }

    [Fact]
    public void Mark_OfACSharpBlock_IsOneThatIsKnown() =>
        Assert.All(CodeBlock.InAllDocuments().Where(IsCSharp), b => Assert.Contains(b.Mark, new[] { "", "continued", "no-run" }));

    private static bool IsCSharp(CodeBlock block) => block.Language is "csharp" or "cs" or "c#";

    private static IEnumerable<CodeBlock> Chain(List<CodeBlock> blocks, int at)
    {
        var first = at;
        while (first > 0 && blocks[first].Mark == "continued")
            first = blocks.FindLastIndex(first - 1, IsCSharp);
        return blocks[first..(at + 1)].Where(IsCSharp);
    }

    // Owns the console while it runs: no two tests here run side by side.
    private static async Task RunProgram(Assembly program, CodeBlock? next)
    {
        var console = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        try
        {
            var arguments = program.EntryPoint!.GetParameters().Length == 0 ? null : new object[] { Array.Empty<string>() };
            await Awaited(program.EntryPoint.Invoke(null, arguments));
        }
        finally
        {
            Console.SetOut(console);
        }

        if (next is { Language: "output" })
            Assert.Equal(next.Text.TrimEnd(), printed.ToString().ReplaceLineEndings("\n").TrimEnd());
    }

    private static async Task RunFacts(Assembly program)
    {
        foreach (var fact in program.GetTypes().SelectMany(t => t.GetMethods()).Where(m => m.IsDefined(typeof(FactAttribute))))
            await Awaited(fact.Invoke(fact.IsStatic ? null : Activator.CreateInstance(fact.DeclaringType!), null));
    }

    private static Task Awaited(object? result) => result switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        _ => Task.CompletedTask,
    };
}
