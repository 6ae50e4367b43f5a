using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Windtunnel.Airflow;

namespace Windtunnel.Testing.Supervisor;

/// <summary>A bundle that runs for one task.</summary>
internal sealed class BundleProcess : IDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly Lock _lock = new();
    private Task? _stopping;

    private BundleProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Errors => _process.StandardError;

    /// <summary>Starts the executable itself, without a shell in between.</summary>
    /// <param name="path">The bundle.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="answerLimit">How long it is to wait for an answer; null: as long as it does by itself.</param>
    /// <exception cref="Win32Exception">It cannot be executed.</exception>
    public static BundleProcess Start(string path, IEnumerable<string> arguments, TimeSpan? answerLimit = null)
    {
        ProcessStartInfo start = new(Path.GetFullPath(path), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(IsOfAWorker).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "DEBUG";
        start.Environment["AIRFLOW__LOGGING__NAMESPACE_LEVELS"] = "";
        if (answerLimit is { } limit)
        {
            start.Environment[BundleProgram.AnswerLimitVariable] = limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code; 128 and the signal's number when a signal ended it.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, and kills it with its descendants when it has not within the grace. A second call waits for the
    /// first.</summary>
    public Task StopAsync(TimeSpan grace)
    {
        lock (_lock)
        {
            // Never on the engine's scheduler: that may be at rest for ever when a process has to go.
            return _stopping ??= Task.Run(() => TerminateAsync(grace));
        }
    }

    /// <summary>Ends it and its descendants at once.</summary>
    public void Kill()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in the same moment.
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task TerminateAsync(TimeSpan grace)
    {
        if (!OperatingSystem.IsWindows() && !_process.HasExited)
        {
            _ = kill(_process.Id, Terminate);
            using var patience = new CancellationTokenSource(grace);
            await ((Task)_process.WaitForExitAsync(patience.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Kill();
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>What a worker would look up before it asks the server: a shell's world must not lie over that of a test.</summary>
    private static bool IsOfAWorker(string name) =>
        name.StartsWith("AIRFLOW_VAR_", StringComparison.Ordinal) || name.StartsWith("AIRFLOW_CONN_", StringComparison.Ordinal);

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
