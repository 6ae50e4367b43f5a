namespace Windtunnel.Tests.Authoring;

/// <summary>A rule shown broken, and kept by the DAG next to it.</summary>
/// <param name="Code">The error's code.</param>
/// <param name="Where">The error's place.</param>
/// <param name="Airflow">What Airflow says; null for what only C# can get wrong.</param>
/// <param name="Broken">Adds what breaks the rule.</param>
/// <param name="Kept">Adds the same without the mistake.</param>
public sealed record DagRuleCase(string Code, string Where, string? Airflow, Func<Dag> Broken, Func<Dag> Kept)
{
    public static DagRuleCase InDag(string code, string where, string? airflow, Action<Dag> broken, Action<Dag> kept) =>
        new(code, where, airflow, () => Filled(broken), () => Filled(kept));

    private static Dag Filled(Action<Dag> fill)
    {
        var dag = new Dag("d");
        fill(dag);
        return dag;
    }
}
