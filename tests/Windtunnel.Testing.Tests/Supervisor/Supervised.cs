using Windtunnel.Airflow.Protocol;
using Windtunnel.Testing.Supervisor;

namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>A task of the built bundle under a supervisor, with short limits.</summary>
internal static class Supervised
{
    public static SupervisorLimits Limits { get; } = SupervisorLimits.Airflow with { Startup = TimeSpan.FromSeconds(60) };

    public static Task<SupervisedTask> RunAsync(
        string task,
        ScriptedServer server,
        string dag = "d",
        Misbehaviour? misbehaviour = null,
        SupervisorLimits? limits = null,
        int maxTries = 0,
        CancellationToken? stop = null) => new TaskSupervisor(BuiltBundle.Path, limits ?? Limits)
        {
            Misbehaviour = misbehaviour,
        }.RunAsync(StartupOf(dag, task, maxTries), server, stop ?? TestContext.Current.CancellationToken);

    private static StartupDetails StartupOf(string dag, string task, int maxTries) => new()
    {
        Ti = new()
        {
            Id = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            DagId = dag,
            TaskId = task,
            RunId = "r",
            TryNumber = 1,
            DagVersionId = default,
            Queue = "csharp",
        },
        DagRelPath = "d.py",
        BundleInfo = new() { Name = "tests" },
        StartDate = DateTimeOffset.UnixEpoch,
        SentryIntegration = "",
        TiContext = new()
        {
            MaxTries = maxTries,
            ShouldRetry = maxTries > 0,
            DagRun = new()
            {
                DagId = dag,
                RunId = "r",
                LogicalDate = null,
                DataIntervalStart = null,
                DataIntervalEnd = null,
                RunAfter = DateTimeOffset.UnixEpoch,
                StartDate = null,
                EndDate = null,
                RunType = "manual",
                State = "running",
                ConsumedAssetEvents = [],
                PartitionKey = null,
            },
        },
    };
}
