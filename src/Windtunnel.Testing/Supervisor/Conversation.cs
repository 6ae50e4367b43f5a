using System.Net.Sockets;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>What is said between a supervisor and a process that has connected.</summary>
internal sealed class Conversation(
    BundleProcess process, Socket comm, Socket logs, TaskServer server, SupervisorLimits limits) : IDisposable
{
    private readonly SupervisorConnection _comm = new(comm);
    private readonly TaskEnding _ending = new(server);
    private int _messages;
    private string? _broken;

    /// <summary>What goes wrong on purpose; null: nothing.</summary>
    public Misbehaviour? Misbehaviour { get; init; }

    public async Task<SupervisedTask> HoldAsync(StartupDetails startup)
    {
        using var over = new CancellationTokenSource();
        Task watching = WatchAsync(over.Token);
        Task reading = ReadLogAsync();
        await SayAsync(new(0, startup));
        await ServeAsync();
        int exitCode = await ExitAsync();
        await Task.WhenAny(reading, Task.Delay(limits.Cleanup, over.Token));
        await over.CancelAsync();
        await watching;
        return _ending.At(exitCode, _broken);
    }

    public void Dispose()
    {
        _comm.Dispose();
        logs.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (await _comm.ReadAsync() is { } frame)
            {
                // A frame without a body, or of an unknown type, is passed over without an answer.
                if (frame.Body is { } request and not UnknownMessage)
                {
                    Reply reply = Answer(request);
                    await SayAsync(new(frame.Id, reply.Body, reply.Error));
                }
            }
        }
        catch (ProtocolException e)
        {
            Break($"The supervisor stopped. {e.Message}");
        }
    }

    /// <summary>What goes wrong behind it is told to who asked, and stops nothing.</summary>
    private Reply Answer(Message request)
    {
        try
        {
            return TaskEnding.IsEnding(request) ? _ending.Take(request) : server.Answer(request);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Reply.Failed(e);
        }
    }

    /// <summary>A process whose supervisor stopped is left to itself; one that does not notice is ended: none is left behind.</summary>
    private async Task<int> ExitAsync()
    {
        Task<int> exit = process.ExitAsync();
        if (_broken is not null && await Task.WhenAny(exit, Task.Delay(limits.Grace)) != exit)
        {
            process.Kill();
        }

        return await exit;
    }

    /// <summary>Heartbeats until the task has said how it ended; then the time that it may take to be gone.</summary>
    private async Task WatchAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested && !_ending.IsTold)
        {
            await DelayAsync(limits.Heartbeat, over);
            if (!over.IsCancellationRequested && !_ending.IsTold && !server.Heartbeat())
            {
                await StopAsync("The task was stopped, because it is no longer wanted.");
                return;
            }
        }

        await DelayAsync(limits.Overtime, over);
        if (!over.IsCancellationRequested && _ending.HasOvertime)
        {
            await StopAsync($"The process went on for {limits.Overtime} after it had said how the task ended.");
        }
    }

    private Task StopAsync(string why)
    {
        _broken ??= why;
        return process.StopAsync(limits.Grace);
    }

    private static async Task DelayAsync(TimeSpan time, CancellationToken over) =>
        await Task.Delay(time, over).ContinueWith(_ => { }, TaskScheduler.Default);

    private async Task ReadLogAsync()
    {
        try
        {
            await LogLines.ReadAsync(new NetworkStream(logs), line =>
            {
                if (LogRecord.Read(line) is { } record)
                {
                    server.Log(record);
                }
            });
        }
        catch (ProtocolException e)
        {
            Break($"The supervisor stopped. {e.Message}");
        }
    }

    private void Break(string why)
    {
        _broken ??= why;
        Dispose();
    }

    private async Task SayAsync(Frame frame)
    {
        if (Misbehaviour is { } wrong && wrong.At == _messages++)
        {
            await MisbehaveAsync(wrong, frame);
            return;
        }

        await _comm.WriteAsync(frame);
    }

    private async Task MisbehaveAsync(Misbehaviour wrong, Frame frame)
    {
        switch (wrong.Kind)
        {
            case MisbehaviourKind.Slow:
                await Task.Delay(wrong.Delay);
                await _comm.WriteAsync(frame);
                break;
            case MisbehaviourKind.WrongId:
                await _comm.WriteAsync(frame with { Id = frame.Id + 1 });
                break;
            case MisbehaviourKind.Cut:
                ReadOnlyMemory<byte> whole = _comm.Encode(frame);
                await _comm.WriteAsync(whole[..(whole.Length / 2)]);
                Break("The supervisor closed the connection in the middle of a frame.");
                break;
            case MisbehaviourKind.Malformed:
                await _comm.WriteAsync(new byte[] { 0, 0, 0, 2, 0xC1, 0xC1 });
                break;
            case MisbehaviourKind.Endless:
                await _comm.WriteAsync(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF });
                break;
            case MisbehaviourKind.Closes:
                Break("The supervisor closed both connections.");
                break;
            case MisbehaviourKind.KillsBefore:
                process.Kill();
                break;
            case MisbehaviourKind.KillsAfter:
                await _comm.WriteAsync(frame);
                process.Kill();
                break;
        }
    }
}
