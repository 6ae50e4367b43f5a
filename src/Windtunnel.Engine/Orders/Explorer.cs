using System.Collections.Immutable;

namespace Windtunnel.Engine;

/// <summary>Runs one DAG in many orders, and gathers what comes of it.</summary>
/// <param name="dag">The DAG.</param>
/// <param name="request">Called before each run, for the world that it finds.</param>
/// <param name="options">The deployment's settings.</param>
internal sealed class Explorer(Dag dag, Func<RunRequest> request, DeploymentOptions options)
{
    private readonly Dictionary<string, ExploredOutcome> _outcomes = new(StringComparer.Ordinal);

    public async Task<Exploration> RunAsync(int seeds, CancellationToken cancellation)
    {
        OrderTree tree = new(DagPlan.Of(dag), options);
        int orders = 0;
        for (; orders < seeds && !tree.IsExhausted; orders++)
        {
            ChosenOrder order = tree.Next();
            Run run = await RunAsync(request(), order, cancellation).ConfigureAwait(false);
            tree.GoBack();
            if (!order.IsOver)
            {
                Note(run, null, order.Text.ToString());
            }
        }

        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            Note(await RunAsync(request() with { Seed = seed, Order = null }, null, cancellation).ConfigureAwait(false), seed, null);
        }

        ImmutableArray<ExploredOutcome> outcomes = await AgainAsync(cancellation).ConfigureAwait(false);
        return new()
        {
            Outcomes = outcomes,
            IsExhaustive = tree.IsExhausted && tree.Draws is null,
            Extent = Extent(tree, orders),
            Seeds = seeds,
            OrdersTried = orders,
            Worlds = tree.Worlds,
        };
    }

    private async Task<Run> RunAsync(RunRequest found, Interleaving? order, CancellationToken cancellation)
    {
        using var deployment = new Deployment(found, options, order);
        deployment.AddUnscheduled(dag);
        return await deployment.RunAsync(dag.Id, new() { LogicalDate = found.LogicalDate, Conf = found.Conf }, cancellation)
            .ConfigureAwait(false);
    }

    private void Note(Run run, ulong? seed, string? order)
    {
        string text = ExploredOutcome.Text(run);
        int seen = seed is null ? 0 : 1;
        _outcomes[text] = _outcomes.TryGetValue(text, out ExploredOutcome? known)
            ? known with { Seen = known.Seen + seen, Seed = known.Seed ?? seed, Order = known.Order ?? order }
            : new() { Run = run, Seen = seen, Seed = seed, Order = order };
    }

    /// <summary>Every outcome once more: by what leads to it, which its journal then names, and as a proof that it does.</summary>
    private async Task<ImmutableArray<ExploredOutcome>> AgainAsync(CancellationToken cancellation)
    {
        List<ExploredOutcome> outcomes = [];
        foreach ((string text, ExploredOutcome outcome) in _outcomes)
        {
            RunRequest found = request();
            found = outcome.Seed is { } seed ? found with { Seed = seed, Order = null } : found with { Order = outcome.Order };
            Run run = await RunAsync(found, null, cancellation).ConfigureAwait(false);
            outcomes.Add(ExploredOutcome.Text(run) == text ? outcome with { Run = run } : throw new InvalidOperationException(
                $"The run by {outcome.Again} ended otherwise when it was repeated: as '{ExploredOutcome.Text(run)}', "
                + $"and before as '{text}'. "
                + "Something outside the DAG remembers earlier runs, or is never the same. Put it back before each run."));
        }

        return
        [
            .. outcomes.OrderByDescending(outcome => outcome.Seen).ThenBy(outcome => outcome.Seed)
                .ThenBy(outcome => outcome.Order, StringComparer.Ordinal),
        ];
    }

    private static string Extent(OrderTree tree, int orders) => (tree.IsExhausted, tree.Draws) switch
    {
        (false, _) => $"Not every order was visited: {orders} runs did not suffice. There may be other outcomes.",
        (_, { } task) => $"Every order was visited, but the body of '{task}' draws, and not every draw was tried. There may be others.",
        _ => $"Every order was visited: {tree.Worlds} worlds in {orders} runs. No other outcome is possible.",
    };
}
