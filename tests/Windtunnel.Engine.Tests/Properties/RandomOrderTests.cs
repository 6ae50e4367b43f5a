using CsCheck;

namespace Windtunnel.Engine.Tests.Properties;

/// <summary>What holds for the orders of every small DAG.</summary>
public sealed class RandomOrderTests
{
    private const int Budget = 300;

    [Fact]
    public Task Outcome_OfAnySeed_IsAmongThoseOfEveryOrder() => RandomDag.Small.SampleAsync(
        async shape =>
        {
            Exploration found = await new EmbeddedEngine()
                .ExploreAsync(shape.Build(), () => new(), Budget, TestContext.Current.CancellationToken);
            if (found.IsExhaustive)
            {
                Assert.All(found.Outcomes, outcome => Assert.NotNull(outcome.Order));
            }
        },
        iter: 40);

    /// <summary>Leaving out orders that differ only in what is independent must lose no outcome.</summary>
    [Fact]
    public Task Outcomes_OfTheOrdersThatAreVisited_AreThoseOfAllOrders() => RandomDag.Small.SampleAsync(
        async shape =>
        {
            Dag dag = shape.Build();
            if (await OutcomesAsync(dag, triesEverything: true) is { } all)
            {
                Assert.Equivalent(all, await OutcomesAsync(dag, triesEverything: false), strict: true);
            }
        },
        iter: 40);

    /// <summary>Null when there are too many orders.</summary>
    private static async Task<HashSet<string>?> OutcomesAsync(Dag dag, bool triesEverything)
    {
        HashSet<string> outcomes = [];
        OrderTree tree = new(DagPlan.Of(dag), new()) { TriesEverything = triesEverything };
        for (int runs = 0; !tree.IsExhausted; runs++)
        {
            if (runs == 10 * Budget)
            {
                return null;
            }

            ChosenOrder order = tree.Next();
            using var deployment = new Deployment(new(), new(), order);
            deployment.AddUnscheduled(dag);
            Run run = await deployment.RunAsync(dag.Id, cancellation: TestContext.Current.CancellationToken);
            tree.GoBack();
            if (!order.IsOver)
            {
                outcomes.Add(ExploredOutcome.Text(run));
            }
        }

        return outcomes;
    }
}
