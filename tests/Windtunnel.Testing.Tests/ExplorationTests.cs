using System.Data.Common;
using Windtunnel.Engine;

namespace Windtunnel.Testing.Tests;

/// <summary>A tunnel that runs its DAG in every order.</summary>
public sealed class ExplorationTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ShouldAlwaysSucceed_WhenSomeOrderFails_ShowsItAndHowToRepeatIt()
    {
        await using var tunnel = Tunnel.For(Race());
        Exploration found = await tunnel.ExploreAsync(20, cancellation: Cancellation);

        Assert.Equal(
            """
            Dag 'race' should always succeed, but does not:
            13 of 20 seeds: failed: prices=failed/1 news=skipped/1 report=upstream_failed/0
              again by .Seeded(2)
            7 of 20 seeds: success: prices=failed/1 news=skipped/1 report=skipped/0
              again by .Seeded(1)
            Every order was visited: 11 worlds in 4 runs. No other outcome is possible.

            The run by .Seeded(2):

            Timeline (virtual time since 2026-01-01T00:00:00Z):
              +00:00:00  prices, try 1: started
              +00:00:00  prices, try 1: failed by System.IO.IOException: The exchange is away.
              +00:00:00  report: upstream_failed without running

            Why:
              'report' is upstream_failed: its rule all_success saw 1 of 2 upstream failed, 1 unfinished ('prices' is failed).
              'prices' failed in try 1: IOException: The exchange is away.

            Seed: 2
            Replay: windtunnel replay "…/race.journal.jsonl"
            """,
            Failure.Of(() => found.ShouldAlwaysSucceed()));
    }

    [Fact]
    public async Task ShouldHaveOneOutcome_WhenThereAreTwo_SaysSo()
    {
        await using var tunnel = Tunnel.For(Race());
        Exploration found = await tunnel.ExploreAsync(20, cancellation: Cancellation);

        Assert.Equal(
            "Dag 'race' should have one outcome in any order, but has 2:", Failure.FirstLineOf(() => found.ShouldHaveOneOutcome()));
    }

    [Fact]
    public async Task Expectations_ThatAreMet_ReturnTheExploration()
    {
        var dag = new Dag("calm");
        dag.Task("a", _ => { });

        await using var tunnel = Tunnel.For(dag);
        Exploration found = await tunnel.ExploreAsync(2, cancellation: Cancellation);

        Assert.Same(found, found.ShouldAlwaysSucceed().ShouldHaveOneOutcome());
    }

    [Fact]
    public async Task InOrder_OfAnOutcome_EndsAsReportedAndIsNamedInTheEvidence()
    {
        await using var tunnel = Tunnel.For(Race());
        Exploration found = await tunnel.ExploreAsync(20, cancellation: Cancellation);

        foreach (ExploredOutcome outcome in found.Outcomes)
        {
            Run run = await tunnel.InOrder(outcome.Order!).RunAsync(Cancellation);

            run.Task("report").ShouldHave(outcome.Run.Task("report").State);
            string evidence = Failure.Of(() => run.ShouldTake(1.Days()));
            Assert.Contains($"\nSeed: none\nOrder: {outcome.Order}\n", evidence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ExploreAsync_WithDoublesThatAreRewound_MeetsThemNewInEachRun()
    {
        var dag = new Dag("orders");
        foreach (string task in (string[])["one", "two"])
        {
            dag.Task(task, async context =>
            {
                using HttpClient api = context.Connections["api"].Http();
                await using DbConnection fares = context.Connections["fares"].Sql(Microsoft.Data.Sqlite.SqliteFactory.Instance);
                await fares.OpenAsync(context.Cancellation);
                await using DbCommand query = fares.CreateCommand();
                query.CommandText = "SELECT 1";
                await using MessageQueue queue = context.Connections["queue"].Messages();
                ReceivedMessage message = (await queue.ReceiveAsync(1, context.Cancellation))[0];
                await queue.AcknowledgeAsync(message, context.Cancellation);
                return $"{await api.GetStringAsync("/a", context.Cancellation)} {await query.ExecuteScalarAsync(context.Cancellation)} "
                    + message.Text;
            });
        }

        HttpStub api = Stub.Http(s => s.Get("/a").Returns(200, "first").Then().Returns(200, "second").Times(1)).WithoutSockets();
        var fares = new ScriptedDatabase();
        fares.On("SELECT 1").ReturnsScalar(1).ReturnsScalar(2);
        MessageBroker queue = new MessageBroker().With("a", "b");
        await using var tunnel = Tunnel.For(dag).Bind("api", api).Bind("fares", fares).Bind("queue", queue);

        Exploration found = await tunnel.ExploreAsync(20, before: () =>
        {
            api.Rewind();
            fares.Rewind();
            queue.Rewind();
        }, cancellation: TestContext.Current.CancellationToken);

        Assert.All(found.Outcomes, outcome => Assert.Equal(RunState.Success, outcome.Run.State));
        Assert.Equal(2, api.Calls.Count);
        Assert.Equal(["a", "b"], queue.Acknowledged.Select(message => message.Text));
    }

    [Fact]
    public async Task ExploreAsync_WithBindingsThatRemember_PutsThemBackBeforeEachRun()
    {
        List<string> board = [];
        var dag = new Dag("claims");
        foreach (string id in new[] { "a", "b" })
        {
            dag.Task(id, context => Claim(context.Connections["board"].As<List<string>>(), context.TaskId));
        }

        await using var tunnel = Tunnel.For(dag).Bind("board", board);
        Exploration found = await tunnel.ExploreAsync(20, before: board.Clear, Cancellation);

        Assert.True(found.IsExhaustive);
        Assert.Equal(2, found.Outcomes.Length);
    }

    [Fact]
    public async Task ExploreAsync_WithAConnectionThatNobodyUses_Throws()
    {
        var dag = new Dag("calm");
        dag.Task("a", _ => { });
        await using var tunnel = Tunnel.For(dag).Bind("mail", "smtp://localhost");

        await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.ExploreAsync(5, cancellation: Cancellation));
    }

    [Fact]
    public async Task ExploreAsync_AgainstSomethingElseThanTheEngine_Throws()
    {
        await using var tunnel = Tunnel.For(Race()).Against(new Elsewhere());

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => tunnel.ExploreAsync(5, cancellation: Cancellation));

        Assert.Equal("The tunnel runs against Elsewhere, whose order nobody can choose. Explore on the embedded engine.", thrown.Message);
    }

    private static Dag Race()
    {
        var dag = new Dag("race");
        TaskRef prices = dag.Task("prices", (Action<TaskContext>)(_ => throw new IOException("The exchange is away.")));
        TaskRef news = dag.Task("news", (Action<TaskContext>)(_ => throw Outcome.Skip("No news.")));
        Node.Of(prices, news).Before(dag.Task("report", _ => { }));
        return dag;
    }

    private static void Claim(List<string> board, string by)
    {
        board.Add(by);
        Assert.Single(board);
    }

    private sealed class Elsewhere : IRunTarget
    {
        public Task<Run> RunAsync(Dag dag, RunRequest request, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
