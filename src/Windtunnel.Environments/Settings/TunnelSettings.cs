using System.Text.Json;
using Windtunnel.Testing;

namespace Windtunnel.Environments;

/// <summary>Puts settings around a tunnel.</summary>
public static class TunnelSettings
{
    /// <summary>Gives the DAG these variables, connections and params. What the tunnel has of them already stays: the test counts
    /// most.</summary>
    public static Tunnel In(this Tunnel tunnel, SettingValues settings)
    {
        ArgumentNullException.ThrowIfNull(tunnel);
        ArgumentNullException.ThrowIfNull(settings);
        foreach ((string key, string value) in settings.Variables)
        {
            tunnel.WithVariable(key, tunnel.VariableOf(key) ?? value);
        }

        foreach ((string id, Connection connection) in settings.Connections.Where(one => !tunnel.IsBound(one.Key)))
        {
            tunnel.Bind(id, connection);
        }

        foreach ((string name, string json) in settings.Params.Where(one => !tunnel.HasParam(one.Key)))
        {
            tunnel.WithParam(name, JsonElement.Parse(json));
        }

        return tunnel;
    }
}
