namespace Windtunnel.Environments;

/// <summary>A server that another process started.</summary>
internal sealed class KeptServer(HeldProcess process, string log) : RunningServer
{
    public override string? Ended => process.IsAlive ? null : "it is gone";

    public override string Output => LogFile.Tail(log);

    /// <summary>Its keeper ends it.</summary>
    public override void Dispose()
    {
    }
}

/// <summary>The file that a kept server writes to, since its output must go somewhere when the test process has ended.</summary>
internal static class LogFile
{
    private const int Most = 32 * 1024;

    /// <summary>A command line that lets a program write to a file.</summary>
    public static string[] Into(string file) => ["/bin/sh", "-c", "exec \"$@\" >>\"$0\" 2>&1", file];

    /// <summary>The last of it; empty where there is no such file.</summary>
    public static string Tail(string file)
    {
        if (!File.Exists(file))
        {
            return "";
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = Math.Max(0, stream.Length - Most);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
