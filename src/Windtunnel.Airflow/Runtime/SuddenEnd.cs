using Microsoft.Extensions.Logging;

namespace Windtunnel.Airflow;

/// <summary>Tells Airflow that the task failed when the process ends although no terminal message was sent: a body called
/// <see cref="Environment.Exit"/>, or a thread that it started threw.</summary>
/// <remarks>Without it Airflow would find out only later, and the task's log would be silent.</remarks>
internal sealed class SuddenEnd : IDisposable
{
    // The process is ending; whoever waits for it is not kept waiting for a supervisor that does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TerminalMessages _messages;
    private readonly TaskLog _log;

    public SuddenEnd(TerminalMessages messages, TaskLog log)
    {
        (_messages, _log) = (messages, log);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
    }

    private void OnExit(object? sender, EventArgs e)
    {
        if (!_messages.HasTold)
        {
            Tell(new InvalidOperationException(
                $"The body ended the process with exit code {Environment.ExitCode}. Return or throw instead."));
        }

        // With another one Airflow would take a skipped task for failed.
        Environment.ExitCode = 0;
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e)
    {
        if (!_messages.HasTold && e.ExceptionObject is Exception error)
        {
            Tell(error);
        }
    }

    /// <summary>From another thread: this one may be in the middle of a request.</summary>
    private void Tell(Exception error)
    {
        var teller = new Thread(() =>
        {
            try
            {
                _log.LogError(error, "The process ended before the body did: {Reason}", Foreign.Text(() => error.Message));
                _messages.Send(new Ending.Failed(Endings.Describe(error)));
            }
            catch (Exception e)
            {
                _log.LogCritical(e, "The end of the process could not be told to Airflow.");
            }
        });
        teller.IsBackground = true;
        teller.Start();
        teller.Join(Patience);
    }
}
