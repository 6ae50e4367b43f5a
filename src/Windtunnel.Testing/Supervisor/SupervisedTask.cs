using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>How a supervised process ended, as Airflow's facts give it.</summary>
/// <param name="Ending">The message that holds; null: the process said nothing that counts. Airflow's scheduler notices and treats it as a
/// failure: the task is tried again while tries are left.</param>
/// <param name="Why">What went wrong; null when a message holds.</param>
/// <param name="ExitCode">Of the process; null when it never started.</param>
internal sealed record SupervisedTask(Message? Ending, string? Why, int? ExitCode);
