using System.Diagnostics;

namespace Windtunnel.Cli.Tests;

/// <summary>What a call of the tool gave.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1].TrimEnd('\r');

    /// <summary>Fails unless the tool ended with this code, told the problem in words, and showed no stack trace.</summary>
    public void ShouldBeRefused(int exitCode, string because)
    {
        Assert.True(exitCode == ExitCode, $"Exit code {ExitCode} in place of {exitCode}.\n{Output}\n{Error}");
        Assert.Contains(because, $"{Output}{Error}", StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", $"{Output}{Error}", StringComparison.Ordinal);
    }

    public ToolResult ShouldSucceed()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}.\n{Output}\n{Error}");
        return this;
    }
}

/// <summary>Calls the tool: in this process where that is enough, else as the program that users start.</summary>
internal static class Tool
{
    private static readonly string Built = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Repository { get; } = FindRepository();

    /// <summary>The assembly of the reference DAGs, where its own build put it.</summary>
    public static string Reference { get; } = Path.Combine(Repository, "reference", "bin", Built, "net10.0", "Windtunnel.Reference.dll");

    private static string Program { get; } =
        Path.Combine(Repository, "src", "Windtunnel.Cli", "bin", Built, "net10.0", "Windtunnel.Cli.dll");

    public static async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await CommandLine.InvokeAsync(arguments, output, error, TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Starts the program in a folder.</summary>
    public static Process Start(string folder, params string[] arguments) => StartDotnet(folder, [Program, .. arguments], Repository);

    /// <summary>Starts the program as an installed tool, which knows nothing of this repository.</summary>
    public static Process StartInstalled(string folder, params string[] arguments) => StartDotnet(folder, [Program, .. arguments], null);

    public static Process StartDotnet(string folder, params string[] arguments) => StartDotnet(folder, arguments, Repository);

    private static Process StartDotnet(string folder, string[] arguments, string? root)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What a CI run says to MSBuild about this repository does not hold for projects made elsewhere.
        start.Environment.Remove("RestoreLockedMode");
        start.Environment["WINDTUNNEL_ROOT"] = root;
        return Process.Start(start)!;
    }

    public static async Task<ToolResult> EndAsync(this Process process)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using (process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new(process.ExitCode, output, await error);
        }
    }

    private static string FindRepository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Windtunnel.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
