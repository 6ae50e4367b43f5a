using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.EndToEnd;

/// <summary>Sums up what strikes cost by species, whenever reports or corrections came. The second DAG of
/// <see cref="StrikesToDashboard"/>.</summary>
public static class StrikeCosts
{
    public const string Id = StrikesToDashboard.Id + "_costs";

    private const string Doc = """
        **44_01_05 End to end, example 5**, second DAG of three: shows 1.5#1, 1.5#2, 1.5#3 together with the others.

        Runs when strikes were loaded or a correction came. Applies the corrections among the events that triggered it, each once, then sums
        up costs by species.

        Practice: it reads what triggered it and not "everything since yesterday". Without it, a correction is applied twice or never,
        depending on how long a run took.

        Connections: `local_warehouse` (SQLite).
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "StrikesToDashboard: costs",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.OnAssets(StrikeStore.Strikes | StrikeStore.Corrections),
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "wildlife" },
            MaxActiveRuns = 1,
            Json = ReferenceJson.Default,
        };

        TaskRef corrected = dag.Task("apply_corrections", ApplyCorrections);
        TaskRef summed = dag.Task("sum_up", SumUp, new() { Outlets = [StrikeStore.Costs] });
        TaskScope.Chain(corrected, summed);
        return dag.Build();
    }

    private static void ApplyCorrections(TaskContext context)
    {
        Correction[] corrections =
        [
            .. context.Assets.Triggering.Where(seen => seen.Asset == StrikeStore.Corrections).Select(seen => Read(seen.ExtraJson)),
        ];
        using DbConnection warehouse = StrikeStore.Open(context);
        using DbTransaction transaction = warehouse.BeginTransaction();
        int unknown = 0;
        foreach (Correction correction in corrections)
        {
            warehouse.Execute(
                "INSERT INTO corrections VALUES ($source, $line, $cost) ON CONFLICT DO UPDATE SET cost = excluded.cost",
                ("$source", correction.Source), ("$line", correction.Line), ("$cost", correction.Cost));
            if (warehouse.Count(
                "SELECT count(*) FROM strikes WHERE (source, line) = ($source, $line)",
                ("$source", correction.Source), ("$line", correction.Line)) == 0)
            {
                unknown++;
                context.Logger.LogWarning("{Correction} is about a strike that was not reported; kept in case that it is.", correction);
            }
        }

        transaction.Commit();
        context.Count("corrections", corrections.Length);
        context.Count("corrections.unknown", unknown);
    }

    private static Correction Read(string? extra)
    {
        try
        {
            using JsonDocument message = JsonDocument.Parse(extra ?? "{}");
            return message.RootElement.GetProperty("payload").Deserialize(ReferenceJson.Default.Correction)!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw Outcome.Fail(
                $"A correction reads {extra}. Its payload should have source, line and cost: mend its sender, then clear the run.", e);
        }
    }

    private static void SumUp(TaskContext context)
    {
        using DbConnection warehouse = StrikeStore.Open(context);
        using DbTransaction transaction = warehouse.BeginTransaction();
        warehouse.Execute("DELETE FROM species_costs");
        int species = warehouse.Execute("""
            INSERT INTO species_costs
            SELECT species, count(*), sum(damage <> 'None'), sum(coalesce(corrections.cost, strikes.cost))
            FROM strikes LEFT JOIN corrections USING (source, line) GROUP BY species
            """);
        int cost = warehouse.Count("SELECT coalesce(sum(cost), 0) FROM species_costs");
        transaction.Commit();
        context.Count("species", species);
        context.Assets.Announce(StrikeStore.Costs, $$"""{"species":{{species}},"cost":{{cost}}}""");
    }
}

/// <summary>What the administration says a strike really cost.</summary>
/// <param name="Source">The file in which it was reported.</param>
/// <param name="Line">The line there.</param>
/// <param name="Cost">Dollars.</param>
internal sealed record Correction(string Source, int Line, int Cost);
