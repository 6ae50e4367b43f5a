namespace Windtunnel.Testing.Supervisor;

/// <summary>What a process writes to its standard output and error: lines of the task's log too.</summary>
internal sealed class ProcessOutput
{
    private readonly Task _read;

    public ProcessOutput(BundleProcess process, TaskServer server) => _read = Task.WhenAll(
        ReadAsync(process.Output, line => server.Log(new("info", line, "task.stdout"))),
        ReadAsync(process.Errors, line => server.Log(new("error", line, "task.stderr"))));

    /// <summary>Waits until all was read. A descendant that keeps the streams open is waited for no longer than the given time.</summary>
    public Task EndAsync(TimeSpan longest) => Task.WhenAny(_read, Task.Delay(longest));

    private static async Task ReadAsync(StreamReader reader, Action<string> log)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            log(line.TrimEnd());
        }
    }
}
