using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.TestEnvironments;

/// <summary>Compares two environments, and decides whether what was proven in the one may be trusted in the other.</summary>
public static class Parity
{
    public const string Id = "44_02_06_test_environment_setup_example_6";

    private const string Doc = """
        **44_02_06 Test environment setup** shows 2.6#1, 2.6#2, 2.6#3.

        Takes the fingerprint of two environments, each from within: the worker (system, runtime, culture, time zone data, packages) and its
        database (version, encoding, collation, time zone, extensions, a digest of the tables). What differs is ranked by what it can break,
        and a branch decides: results can be trusted, with remarks where runs may fail or take another time, or not at all.

        Practice: a green test is worth as much as its environment is like the one that counts. Without it, a collation that sorts
        otherwise or a table without its unique index is found in production, by a result that no test could have shown.

        Connections: `reference_database`, `candidate_database` (SQL), `reports` (a directory). Param: `accepted` (facts that may differ).
        """;

    /// <param name="referenceQueue">The queue whose workers stand in the one environment; null: any.</param>
    /// <param name="candidateQueue">The queue whose workers stand in the other; null: any.</param>
    public static Dag Create(string? referenceQueue = null, string? candidateQueue = null)
    {
        var dag = new Dag(Id)
        {
            DisplayName = "Parity",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params = [Param.OfJson("accepted", "[]", """{"type": "array", "items": {"type": "string"}}""")],
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(1), Owner = "platform" },
            Json = ReferenceJson.Default,
        };

        TaskRef<Fingerprint> reference = dag.Task(
            "fingerprint_reference", context => TakeAsync("reference_database", context), new() { Queue = referenceQueue });
        TaskRef<Fingerprint> candidate = dag.Task(
            "fingerprint_candidate", context => TakeAsync("candidate_database", context), new() { Queue = candidateQueue });
        TaskRef<Drift[]> drifts = dag.Task("compare", reference, candidate, Compare);
        TaskRef decision = dag.Branch("decide", drifts, Decide);
        TaskRef certify = dag.Task("certify", drifts, (found, context) => Write("trusted", found, context));
        TaskRef remark = dag.Task("certify_with_remarks", drifts, (found, context) => Write("trusted with remarks", found, context));
        TaskRef refuse = dag.Task("refuse", drifts, Refuse, new() { Retries = 0 });
        TaskScope.Chain(decision, Node.Of(certify, remark, refuse));
        return dag.Build();
    }

    private static async Task<Fingerprint> TakeAsync(string database, TaskContext context)
    {
        await using DbConnection connection = context.Connections[database].Sql(Databases.Sqlite);
        await connection.OpenAsync(context.Cancellation);
        return Fingerprint.OfThisProcess.With(await Fingerprint.OfDatabaseAsync(connection, context.Cancellation));
    }

    /// <summary>What was accepted and does not differ is named too: somebody believes in a difference that is not there.</summary>
    private static Drift[] Compare(Fingerprint reference, Fingerprint candidate, TaskContext context)
    {
        ImmutableArray<Drift> drifts = reference.DriftsTo(candidate);
        string[] accepted = [.. context.Params["accepted"].EnumerateArray().Select(item => item.ToString())];
        foreach (string idle in accepted.Except(drifts.Select(drift => drift.Fact)))
        {
            context.Logger.LogWarning("The fact '{Fact}' is accepted to differ, but does not. Leave it out.", idle);
        }

        context.Count("facts", reference.Facts.Count);
        context.Count("drifts", drifts.Length);
        return [.. drifts.Where(drift => !accepted.Contains(drift.Fact))];
    }

    private static Follow Decide(Drift[] drifts, TaskContext context) => WorstOf(drifts) switch
    {
        DriftEffect.Results => "refuse",
        DriftEffect.Nothing => "certify",
        _ => "certify_with_remarks",
    };

    private static DriftEffect WorstOf(Drift[] drifts) =>
        drifts.Select(drift => drift.Effect).DefaultIfEmpty(DriftEffect.Nothing).Min();

    private static void Refuse(Drift[] drifts, TaskContext context)
    {
        Write("not trusted", drifts, context);
        Drift[] grave = [.. drifts.Where(drift => drift.Effect == DriftEffect.Results)];
        throw Outcome.Fail(
            $"Results may differ between the two, by {grave.Length} facts. The first is {grave[0]} "
            + "Make the environments alike, or accept the fact in the param 'accepted'.");
    }

    private static void Write(string verdict, Drift[] drifts, TaskContext context)
    {
        ParityCertificate certificate = new(verdict, [.. drifts.Select(drift => $"{drift.Effect.ToString().ToLowerInvariant()}: {drift}")]);
        File.WriteAllText(
            Path.Combine(context.Connections["reports"].Path, "parity.json"),
            JsonSerializer.Serialize(certificate, ReferenceJson.Default.ParityCertificate));
    }
}

/// <summary>What was decided about two environments.</summary>
/// <param name="Verdict"><c>trusted</c>, <c>trusted with remarks</c> or <c>not trusted</c>.</param>
/// <param name="Differences">What can break most first.</param>
internal sealed record ParityCertificate(string Verdict, string[] Differences);
