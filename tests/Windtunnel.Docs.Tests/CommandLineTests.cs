using System.Diagnostics;

namespace Windtunnel.Docs.Tests;

/// <summary>Every <c>./windtunnel</c> line of an <c>sh</c> block names a command that the tool has, with options that it has.</summary>
[Collection("one after another")]
public sealed class CommandLineTests
{
    public static TheoryData<string> Lines =>
    [
        .. CodeBlock.InAllDocuments().Where(b => b.Language is "sh" or "bash" or "console")
            .SelectMany(b => b.Text.Split('\n')).Select(l => l.TrimStart('$', ' '))
            .Where(l => l.StartsWith("./windtunnel ", StringComparison.Ordinal) || l.StartsWith("windtunnel ", StringComparison.Ordinal))
            .Select(l => l.Split(" #")[0].TrimEnd()).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Line_OfADocument_IsUnderstoodByTheTool(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[1] == "test")
        {
            // The launcher's own: the rest goes to the test runner.
            Assert.All(words.Skip(2).Where(w => w.StartsWith('-')), w => Assert.StartsWith("--filter-", w));
            return;
        }

        // All words before the first option, so that a command of a command is found.
        var help = await Help([.. words.Skip(1).TakeWhile(word => !word.StartsWith('-'))]);
        Assert.All(words.Skip(2).Where(w => w.StartsWith("--", StringComparison.Ordinal)), o => Assert.Contains(o.Split('=')[0], help));
    }

    private static async Task<string> Help(string[] command)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "Windtunnel.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [tool, .. command, "--help"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var problems = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var help = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string line = $"windtunnel {string.Join(' ', command)} --help";
        Assert.True(process.ExitCode == 0, $"'{line}' ended with {process.ExitCode}. {await problems}");
        return help;
    }
}
