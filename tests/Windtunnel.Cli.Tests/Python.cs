using System.ComponentModel;
using System.Diagnostics;

namespace Windtunnel.Cli.Tests;

/// <summary>A Python, as a second opinion.</summary>
internal static class Python
{
    /// <summary>Runs a script; skips the test loudly where there is no Python.</summary>
    public static async Task<ToolResult> RunAsync(string script, params string[] arguments)
    {
        try
        {
            return await Process.Start(new ProcessStartInfo("python3", ["-c", script, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!.EndAsync();
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no python3 here to read the file with; the reader written in C# has read it.");
            throw;
        }
    }
}
