namespace Windtunnel.Airflow.Target;

/// <summary>What of a test's world can be sent to another process.</summary>
internal static class Reachable
{
    /// <remarks>A double with a host is a server that can be called too.</remarks>
    /// <exception cref="AirflowException">A connection leads to an object in the memory of this process.</exception>
    public static void Require(World world)
    {
        foreach (Connection connection in world.Connections.Values.Where(connection => connection is { Double: not null, Host: null }))
        {
            throw new AirflowException(
                $"Connection '{connection.Id}' is bound to a {connection.Double!.GetType().Name} in this process, which a deployment "
                + "cannot reach. Bind a connection to something that its workers reach, e.g. a server, for runs on a deployment.");
        }
    }
}
