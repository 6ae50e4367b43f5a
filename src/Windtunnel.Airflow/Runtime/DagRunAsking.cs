using System.Text;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Schedules;

namespace Windtunnel.Airflow;

/// <summary>Runs of other DAGs, asked for through the supervisor.</summary>
internal static class DagRunAsking
{
    private const string Exists = "DAGRUN_ALREADY_EXISTS";
    private const string ServerError = "API_SERVER_ERROR";
    private const int NotFound = 404;

    public static string Ask(SupervisorChannel supervisor, string dagId, DagRunRequest request, TimeProvider time)
    {
        DateTimeOffset date = request.LogicalDate ?? time.GetUtcNow();
        string runId = request.RunId ?? RunIds.Of(RunType.OperatorTriggered, date);
        RunIds.Check(runId, RunType.OperatorTriggered);
        _ = request.ParsedConf();
        if (request.Conf is not null && ValueLimits.Check(Encoding.UTF8.GetBytes(request.Conf)) is { } problem)
        {
            // Airflow would take it, and then could not start any task of that run.
            throw new ArgumentException($"The conf of a run of Dag '{dagId}' cannot be sent. {problem}", nameof(request));
        }

        try
        {
            supervisor.Ask(new TriggerDagRun
            {
                DagId = dagId,
                RunId = runId,
                LogicalDate = date,
                Conf = request.Conf is { } conf ? JsonText.Of(conf) : default,
                ResetDagRun = request.Reset,
                Note = request.Note,
            });
            return runId;
        }
        catch (SupervisorException e) when (e.Code == Exists)
        {
            throw new DagRunExistsException(dagId, runId, e);
        }
    }

    public static RunState? StateOf(SupervisorChannel supervisor, string dagId, string runId)
    {
        try
        {
            return supervisor.Ask<DagRunStateResult>(new GetDagRunState { DagId = dagId, RunId = runId }).State switch
            {
                "success" => RunState.Success,
                "failed" => RunState.Failed,
                "running" => RunState.Running,
                _ => RunState.Queued,
            };
        }
        catch (SupervisorException e) when (e.Code == ServerError && e.Status == NotFound)
        {
            return null;
        }
    }
}
