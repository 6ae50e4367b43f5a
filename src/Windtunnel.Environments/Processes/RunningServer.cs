namespace Windtunnel.Environments;

/// <summary>What runs for a service, and the last it wrote.</summary>
/// <remarks>Thread-safe.</remarks>
public abstract class RunningServer : IDisposable
{
    private const int LinesKept = 200;

    private readonly Queue<string> _output = new();

    private protected RunningServer()
    {
    }

    /// <summary>How it ended, in words; null while it runs.</summary>
    public abstract string? Ended { get; }

    /// <summary>The last 200 lines of its output and error output.</summary>
    public virtual string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Ends it and removes it.</summary>
    public abstract void Dispose();

    private protected void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            if (_output.Count == LinesKept)
            {
                _output.Dequeue();
            }

            _output.Enqueue(line);
        }
    }
}
