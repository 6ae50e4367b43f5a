using System.Diagnostics;
using System.Text.Json;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Gcs;

/// <summary>Google's own client, which is there for Node.</summary>
public sealed class GcsNodeClientTests
{
    private static string Here => Path.Combine(AppContext.BaseDirectory, "node");

    [Fact]
    public async Task NodeClient_DoingWhatItCan_FindsAServiceThatAnswersAsGoogle()
    {
        string? installed = InstalledClient();
        if (installed is null)
        {
            string how =
                "Google's client for Node is not installed. Install it by `bash eng/npm-clients.sh`; that needs node, npm and the npm "
                + "registry.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is not null, how);
            Assert.Fail(how);
        }

        await using GcsEmulator gcs = Emulator.Gcs();
        Dictionary<string, string> seen = await DriveAsync(installed, gcs.Endpoint);

        Assert.Equal("\"flights\"", seen["create"]);
        Assert.Equal("\"hello world\"", seen["download"]);
        Assert.Equal("\"wor\"", seen["range"]);
        Assert.Equal("600000", seen["bigSize"]);
        Assert.Equal("[\"text/x\",\"v\",\"11\",\"1\"]", seen["metadata"]);
        Assert.Equal("\"2\"", seen["setMetadata"]);
        Assert.Equal("[true,false]", seen["exists"]);
        Assert.Equal("404", seen["missing"]);
        Assert.Equal("412", seen["onlyNew"]);
        Assert.Equal(["a/ü 1.txt", "b.txt", "big", "empty"], JsonSerializer.Deserialize<string[]>(seen["list"])!);
        Assert.Equal(["a/ü 1.txt", "b.txt"], JsonDocument.Parse(seen["paged"]).RootElement[0].EnumerateArray()
            .Select(name => name.GetString()!));
        Assert.Equal("[\"a/\"]", seen["prefixes"]);
        Assert.Equal("\"bb\"", seen["combined"]);
        Assert.Equal("409", seen["notEmpty"]);
        foreach (string step in new[] { "save", "simple", "empty", "chunks", "copy", "combine", "move", "deleteFiles", "delete" })
            Assert.Equal("null", seen[step]);
        Assert.Empty(gcs.UnsupportedCalls);
    }

    // eng/npm-clients.sh installs it into out/npm/gcs of the repository.
    private static string? InstalledClient()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "out", "npm", "gcs");
            if (Directory.Exists(Path.Combine(candidate, "node_modules", "@google-cloud", "storage")))
                return candidate;
        }

        return null;
    }

    private static async Task<Dictionary<string, string>> DriveAsync(string client, Uri endpoint)
    {
        ProcessStartInfo start = new("node", [Path.Combine(Here, "drive.mjs"), endpoint.GetLeftPart(UriPartial.Authority)])
        {
            WorkingDirectory = client,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"node ended with {process.ExitCode}: {await errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(step => step.GetProperty("name").GetString()!, step =>
                (step.TryGetProperty("ok", out var ok) ? ok : step.GetProperty("error")).GetRawText());
    }
}
