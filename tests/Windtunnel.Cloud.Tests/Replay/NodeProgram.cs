using System.Diagnostics;
using System.Text.Json;

namespace Windtunnel.Cloud.Tests.Replay;

/// <summary>Runs scripts with what eng/npm-clients.sh installs into out/npm of the repository.</summary>
internal static class NodeProgram
{
    /// <summary>The folder of a set of packages. Where it is missing the test is skipped, or fails in CI, and says what to do.</summary>
    public static string Require(string set)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "out", "npm", set);
            if (File.Exists(Path.Combine(candidate, ".installed")))
                return candidate;
        }

        string how =
            $"The npm packages '{set}' are not installed. Install them by `bash eng/npm-clients.sh`; that needs node, npm and the npm "
            + "registry.";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is not null, how);
        Assert.Fail(how);
        return "";
    }

    public static Process Start(string folder, string script, params string[] arguments) => Process.Start(new ProcessStartInfo(
        "node", [Path.Combine(AppContext.BaseDirectory, "node", script), .. arguments])
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>What each step of a script printed, as JSON: its result, or its error.</summary>
    public static async Task<Dictionary<string, string>> DriveAsync(string folder, string script, params string[] arguments)
    {
        using Process process = Start(folder, script, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"node ended with {process.ExitCode}: {await errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(step => step.GetProperty("name").GetString()!, step =>
                (step.TryGetProperty("ok", out var ok) ? ok : step.GetProperty("error")).GetRawText());
    }
}
