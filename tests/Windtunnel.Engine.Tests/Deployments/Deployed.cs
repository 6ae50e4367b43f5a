namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>Deployments and DAGs as the tests of this folder need them.</summary>
internal static class Deployed
{
    public static readonly DateTimeOffset Start = new World().StartingAt;

    public static DateTimeOffset Day(int day) => Start.AddDays(day - 1);

    public static Deployment With(params Dag[] dags)
    {
        var deployment = new Deployment();
        foreach (Dag dag in dags)
        {
            deployment.Add(dag);
        }

        return deployment;
    }

    public static Dag Daily(string id, bool catchup = false, DateTimeOffset? from = null) =>
        new(id) { Schedule = Schedule.Cron("@daily"), StartDate = from ?? Start, Catchup = catchup };

    public static Dag On(string id, AssetExpression assets, int maxActiveRuns = 16) =>
        new(id) { Schedule = Schedule.OnAssets(assets), StartDate = Start, MaxActiveRuns = maxActiveRuns };

    public static Task AdvanceAsync(this Deployment deployment, TimeSpan by) =>
        deployment.AdvanceToAsync(deployment.Now + by, TestContext.Current.CancellationToken);

    public static Task<Run> RunOnceAsync(this Deployment deployment, string dagId, TriggerRequest? request = null) =>
        deployment.RunAsync(dagId, request, TestContext.Current.CancellationToken);

    public static Task IdleAsync(this Deployment deployment) => deployment.RunToIdleAsync(TestContext.Current.CancellationToken);

    /// <summary>The states of all runs of a DAG: <c>success failed</c>.</summary>
    public static string RunStates(this Deployment deployment, string dagId) =>
        string.Join(' ', deployment.Runs(dagId).Select(run => run.State.ToString().ToLowerInvariant()));

    /// <summary>The days of the runs' logical dates: <c>1 2 3</c>.</summary>
    public static string Days(this Deployment deployment, string dagId) =>
        string.Join(' ', deployment.Runs(dagId).Select(run => run.LogicalDate!.Value.Day));
}
