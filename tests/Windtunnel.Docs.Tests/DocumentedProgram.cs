using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Windtunnel.Docs.Tests;

/// <summary>Compiles C# blocks of one document together, as a reader's project with implicit usings would.</summary>
internal static class DocumentedProgram
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p)),
    ];

    // What the SDK imports by itself, and Xunit as in every xunit project.
    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Xunit;
        """,
        Parsing);

    /// <exception cref="DocumentException">The compiler refuses; the message holds document, line and what the compiler says.</exception>
    public static Assembly Compile(IEnumerable<CodeBlock> blocks)
    {
        var parts = blocks.SelectMany(Parts).OrderBy(p => p.Order).ToList();
        var compilation = CSharpCompilation.Create(
            $"Documented-{Path.GetRandomFileName()}",
            [ImplicitUsings, CSharpSyntaxTree.ParseText(string.Concat(parts.Select(p => p.Text)), Parsing)],
            References,
            new CSharpCompilationOptions(
                parts.Any(p => p.Order == Order.Statement) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));

        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new DocumentException(result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Describe));

        return Assembly.Load(image.ToArray());
    }

    // C# wants usings, attributes of the assembly, statements and types in this order; a line directive before each lets the compiler
    // speak of the document.
    private static IEnumerable<(Order Order, string Text)> Parts(CodeBlock block)
    {
        var root = CSharpSyntaxTree.ParseText(block.Text, Parsing).GetCompilationUnitRoot();
        foreach (var node in root.Usings.Concat<SyntaxNode>(root.AttributeLists).Concat(root.Members))
        {
            var order = node switch
            {
                UsingDirectiveSyntax => Order.Using,
                AttributeListSyntax => Order.Attribute,
                GlobalStatementSyntax => Order.Statement,
                _ => Order.Type,
            };
            var line = block.Line + root.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
            yield return (order, $"#line {line} \"{block.File}\"\n{node.ToFullString()}\n");
        }

        foreach (var error in root.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            var line = block.Line + error.Location.GetLineSpan().StartLinePosition.Line;
            throw new DocumentException([$"{block.File}:{line}: {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}"]);
        }
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        return $"{place.Path}:{place.StartLinePosition.Line + 1}: {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
    }

    private enum Order
    {
        Using,
        Attribute,
        Statement,
        Type,
    }
}
