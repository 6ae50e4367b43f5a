namespace Windtunnel;

/// <summary>The state of a DAG run, with Airflow's names.</summary>
public enum RunState
{
    Queued,
    Running,
    Success,
    Failed,
}

/// <summary>What caused a DAG run to exist, with Airflow's names.</summary>
public enum RunType
{
    Manual,
    Scheduled,
    Backfill,
    OperatorTriggered,
    AssetTriggered,
    AssetMaterialization,
}
