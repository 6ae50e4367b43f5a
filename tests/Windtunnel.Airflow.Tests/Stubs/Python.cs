using System.Diagnostics;

namespace Windtunnel.Airflow.Tests.Stubs;

/// <summary>Runs programs of Python.</summary>
internal static class Python
{
    /// <summary>What a program prints, errors included, when it is given the input. Skips the test where there is no Python.</summary>
    public static async Task<string> SaysAsync(string program, string input)
    {
        var start = new ProcessStartInfo("python3", ["-c", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONUTF8"] = "1";
        using Process? python = TryStart(start);
        Assert.SkipWhen(python is null, "There is no python3 here.");
        await python.StandardInput.WriteAsync(input);
        python.StandardInput.Close();
        return await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            + await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
