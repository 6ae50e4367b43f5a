namespace Windtunnel.Engine;

/// <summary>Collects what must not be written anywhere from what a run is given.</summary>
internal static class Secrets
{
    public static SecretMask Of(World world)
    {
        var mask = new SecretMask();
        foreach (Connection connection in world.Connections.Values)
        {
            mask.Add(connection.Password);
        }

        return mask;
    }
}
