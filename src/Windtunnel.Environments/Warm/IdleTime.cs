using System.Diagnostics;

namespace Windtunnel.Environments;

/// <summary>How long it is that a file was touched, however the clock was set meanwhile.</summary>
internal sealed class IdleTime(string file)
{
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private DateTime _touched;

    public TimeSpan Elapsed
    {
        get
        {
            if (File.GetLastWriteTimeUtc(file) is var now && now != _touched)
            {
                _touched = now;
                _since.Restart();
            }

            return _since.Elapsed;
        }
    }
}
