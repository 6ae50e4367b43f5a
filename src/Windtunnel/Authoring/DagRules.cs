namespace Windtunnel;

/// <summary>What Airflow checks when it parses a DAG.</summary>
internal static class DagRules
{
    public static IEnumerable<DagError> Check(Dag dag) => [];
}
