using System.ComponentModel;
using System.Diagnostics;

namespace Windtunnel;

/// <summary>What another program says when it is asked.</summary>
internal static class ProgramAnswer
{
    /// <summary>The lines of its output that are not empty; null where there is no such program, it fails, or takes too long.</summary>
    public static string[]? Lines(string program, IReadOnlyList<string> arguments, TimeSpan longest)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(longest))
            {
                process.Kill();
                return null;
            }

            return process.ExitCode == 0 ? output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
