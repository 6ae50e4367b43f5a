namespace Windtunnel.Engine.Tests;

public sealed class EngineSchedulerTests
{
    /// <summary>A thread of the pool that finishes what a body awaits may ask to go on with the body just as the engine enters its
    /// scheduler.</summary>
    [Fact]
    public async Task Bodies_ContinuedByThreadsOfThePool_NeverStopTheEngine()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var dag = new Dag("pool");
        TaskRef<int[]> numbers = dag.Task("numbers", _ => Enumerable.Range(0, 500).ToArray());
        dag.Map("each", numbers, async (number, _) =>
        {
            for (int i = 0; i < 40; i++)
            {
                await Task.Run(() => { }, cancellation);
            }

            return number;
        });

        Run run = await new EmbeddedEngine().RunAsync(dag, new(), cancellation).WaitAsync(TimeSpan.FromMinutes(2), cancellation);

        Assert.Equal(RunState.Success, run.State);
    }
}
