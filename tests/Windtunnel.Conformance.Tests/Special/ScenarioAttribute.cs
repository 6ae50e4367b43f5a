namespace Windtunnel.Conformance.Tests.Special;

/// <summary>Marks the C# twin of a DAG that was recorded under the method's name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ScenarioAttribute : Attribute
{
    /// <summary>Decides ties between tasks of equal priority as the recorded run happened to; -1: the engine's own order.</summary>
    public int Seed { get; init; } = -1;

    /// <summary>What of the Python DAG has no C# counterpart, and so is not compared; null: nothing.</summary>
    public string? LeavesOut { get; init; }
}

/// <summary>Marks a DAG that belongs to recorded ones but was not recorded itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompanionAttribute : Attribute;

/// <summary>Marks a class whose DAGs ran in one deployment: the producers once each, while the consumers were un-paused.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OneDeploymentAttribute : Attribute;
