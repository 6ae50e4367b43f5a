using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Windtunnel.Cli;

/// <summary>Where a verb writes. Colours, tables that redraw themselves and the like only where a person looks at a terminal.</summary>
internal sealed class Terminal
{
    private static TextWriter? _standardOutput;

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private IAnsiConsole? _ansi;

    private Terminal(TextWriter output, TextWriter error, bool isInteractive)
    {
        _output = output;
        _error = error;
        IsInteractive = isInteractive;
    }

    /// <summary>False when redirected, when the terminal is dumb, and in CI.</summary>
    public bool IsInteractive { get; }

    /// <summary>Only for an interactive terminal; loading it takes time that a redirected command need not spend.</summary>
    public IAnsiConsole Ansi => _ansi ??= AnsiConsole.Create(new()
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        Out = new AnsiConsoleOutput(_output),
    });

    /// <summary>The standard output, for the tool alone: what task bodies print goes to the standard error from now on, so that it does not
    /// mix with what a program reads.</summary>
    public static TextWriter TakeStandardOutput()
    {
        _standardOutput = Console.Out;
        Console.SetOut(Console.Error);
        return _standardOutput;
    }

    public static Terminal Of(ParseResult parsed)
    {
        InvocationConfiguration configuration = parsed.InvocationConfiguration;
        bool interactive = ReferenceEquals(configuration.Output, _standardOutput) && !Console.IsOutputRedirected
            && Environment.GetEnvironmentVariable("TERM") != "dumb" && Environment.GetEnvironmentVariable("CI") is null;
        return new(configuration.Output, configuration.Error, interactive);
    }

    public void Line(string text = "") => _output.WriteLine(text);

    /// <summary>Text that ends its lines itself.</summary>
    public void Text(string text) => _output.Write(text);

    /// <summary>For what is not the command's result: progress, and what went wrong with a part of the work.</summary>
    public void Note(string text) => _error.WriteLine(text);

    public void Json<T>(T value, JsonTypeInfo<T> type) => _output.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>A path as a reader in the current folder wants it: relative when it lies within.</summary>
    public static string Show(string path)
    {
        string relative = Path.GetRelativePath(".", path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative;
    }

    /// <summary>Columns as wide as their longest cell; the last is not padded.</summary>
    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [head, .. rows];
        int[] widths = [.. head.Select((_, column) => all.Max(row => row[column].Length))];
        foreach (IReadOnlyList<string> row in all)
        {
            Line(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
