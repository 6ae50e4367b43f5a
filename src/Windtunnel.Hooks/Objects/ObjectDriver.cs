using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>Reaches the object storage of one vendor. <see cref="ObjectsHook.Objects"/> is given it by the DAGs that need it.</summary>
public sealed class ObjectDriver
{
    /// <summary>The types of connection that it serves, in Airflow's words, e.g. <c>aws</c>.</summary>
    public required ImmutableArray<string> ConnectionTypes { get; init; }

    /// <summary>Reaches the storage that a connection of such a type names.</summary>
    public required Func<Connection, ObjectStore> Connect { get; init; }
}
