using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Windtunnel.Environments;

/// <summary>A program to start. It is started without a shell.</summary>
public sealed record ServerCommand
{
    /// <summary>The full path, or a name that is looked for on the PATH and in the usual places of servers.</summary>
    public required string Executable { get; init; }

    public ImmutableArray<string> Arguments { get; init; } = [];

    public required string WorkingDirectory { get; init; }

    /// <summary>Environment variables on top of those of this process.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The user it runs as; null: the one we are.</summary>
    internal UserAccount? RunAs { get; init; }

    /// <summary>The number of the signal at which it ends at once and cleanly. Default: 15, SIGTERM.</summary>
    public int EndSignal { get; init; } = HeldProcess.SigTerm;
}

/// <summary>A running program that leads a process group of its own.</summary>
public sealed class ServerProcess : RunningServer
{
    // A program that a signal ended has this and the signal's number for its exit code.
    private const int OfSignals = 128;

    private static readonly TimeSpan LongestOnTheWay = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly HeldProcess _held;
    private readonly Owner _owner;
    private readonly TaskCompletionSource _outputEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, Owner owner, int endSignal, string? log)
    {
        Log = log;
        _process = process;
        _owner = owner;
        process.OutputDataReceived += (_, line) => Keep(line.Data, _outputEnd);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, _errorEnd);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _held = HeldProcess.Note(owner.Held, process, endSignal);
    }

    public int Id => _held.Id;

    /// <summary>Null while it runs, else its exit code.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <inheritdoc/>
    public override string? Ended => ExitCode switch
    {
        null => null,
        > OfSignals and var code => string.Create(CultureInfo.InvariantCulture, $"exit code {code}, by signal {code - OfSignals}"),
        var code => string.Create(CultureInfo.InvariantCulture, $"exit code {code}"),
    };

    /// <inheritdoc/>
    public override string Output
    {
        get
        {
            if (_process.HasExited)
            {
                // What it wrote last may still be on the way. A process that it left may hold the pipe open.
                Task.WaitAll([_outputEnd.Task, _errorEnd.Task], LongestOnTheWay);
            }

            return Log is null ? base.Output : LogFile.Tail(Log);
        }
    }

    /// <summary>The file it writes to, where it may outlive this process; null: it writes to this process.</summary>
    internal string? Log { get; }

    internal static ServerProcess Start(ServerCommand command, Owner owner)
    {
        string? log = owner.IsKept
            ? Path.Combine(owner.Folder, string.Create(CultureInfo.InvariantCulture, $"output-{owner.NextNumber()}.log"))
            : null;
        string[] line =
        [
            .. InOwnGroup(), .. log is null ? [] : LogFile.Into(log), .. AsUser(command.RunAs), Found(command.Executable),
            .. command.Arguments,
        ];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in command.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment[Owner.Variable] = owner.Id;
        Process process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            return new(process, owner, command.EndSignal, log);
        }
        catch
        {
            // Nobody would know of it.
            HeldProcess.Kill(process.Id);
            throw;
        }
    }

    internal static async Task RunAsync(ServerCommand command, Owner owner, TimeSpan within, CancellationToken cancellation)
    {
        using ServerProcess process = Start(command, owner);
        string line = $"'{command.Executable} {string.Join(' ', command.Arguments)}'";
        try
        {
            await process._process.WaitForExitAsync(cancellation).WaitAsync(within, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                string.Create(CultureInfo.InvariantCulture, $"{line} had not ended after {within.TotalSeconds:F1} s: {process.Output}"), e);
        }

        if (process.ExitCode is not 0 and { } code)
        {
            throw new InvalidOperationException($"{line} ended with exit code {code}: {process.Output}");
        }
    }

    /// <summary>Kills it and everything in its group.</summary>
    public void Kill() => HeldProcess.Kill(Id);

    /// <summary>Asks it to end, and kills what is left of its group two seconds later.</summary>
    public override void Dispose()
    {
        if (_held.IsAlive)
        {
            HeldProcess.EndAll([_held]);
        }
        else
        {
            EndOrphans();
        }

        // As our child it is listed until we have asked how it ended.
        _process.WaitForExit(LongestOnTheWay);
        _held.Forget(_owner.Held);
        _process.Dispose();
    }

    private void Keep(string? line, TaskCompletionSource end)
    {
        Keep(line);
        if (line is null)
        {
            end.TrySetResult();
        }
    }

    /// <summary>It died, and what it started may live: its id may be another's now, so each is known by its mark.</summary>
    private void EndOrphans()
    {
        foreach (int orphan in Reaper.MarkedProcesses(_owner.Id).Where(process => ProcessStart.GroupOf(process) == Id))
        {
            HeldProcess.Kill(orphan);
        }
    }

    private static string Found(string executable) => Executable.Find(executable) ?? throw new Win32Exception(
        $"The program '{executable}' was not found. Install it, or give its full path.");

    /// <summary>What a command line begins with, so that signals to our group, such as that of Ctrl+C, do not reach the program.</summary>
    internal static string[] InOwnGroup() => Executable.Find("setsid") is { } setsid && !OperatingSystem.IsWindows() ? [setsid] : [];

    private static string[] AsUser(UserAccount? user) => user is null
        ? []
        : [Executable.Find("setpriv")!, $"--reuid={user.UserId}", $"--regid={user.GroupId}", "--clear-groups", "--"];
}
