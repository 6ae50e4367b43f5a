using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>Runs the task 't' of the Dag 'd' under a supervisor of the test's, over real sockets.</summary>
internal static class OneTask
{
    public static async Task<(TestSupervisor Supervisor, int Exit)> RunAsync(
        Action<Dag> fill,
        bool shouldRetry = false,
        int mapIndex = -1,
        Func<Message, Message?>? answers = null,
        Func<Message, ErrorResponse?>? refusals = null,
        Func<StartupDetails, StartupDetails>? change = null)
    {
        StartupDetails startup = Startup();
        startup = startup with
        {
            Ti = startup.Ti with { MapIndex = mapIndex },
            TiContext = startup.TiContext with { ShouldRetry = shouldRetry },
        };
        var supervisor = new TestSupervisor(change?.Invoke(startup) ?? startup)
        {
            Answers = answers ?? (_ => null),
            Refusals = refusals ?? (_ => null),
        };
        return (supervisor, await supervisor.RunAsync(BundleOf(fill)));
    }

    public static StartupDetails Startup()
    {
        StartupDetails recorded = TestSupervisor.Recorded("succeed-plain");
        return recorded with { Ti = recorded.Ti with { DagId = "d", TaskId = "t" } };
    }

    public static Bundle BundleOf(Action<Dag> fill)
    {
        var dag = new Dag("d");
        fill(dag);
        return Bundle.Of(dag);
    }
}
