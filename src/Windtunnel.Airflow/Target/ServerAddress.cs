namespace Windtunnel.Airflow.Target;

/// <summary>Checks the address of a deployment before anything secret is sent there.</summary>
internal static class ServerAddress
{
    /// <summary>The base address, which ends with a slash.</summary>
    /// <exception cref="ArgumentException">Nothing may be sent there.</exception>
    public static Uri Of(Uri server, bool allowPlainHttp)
    {
        if (!server.IsAbsoluteUri || server.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException(
                $"The address of the Airflow is '{server}'. Give that of its web page, e.g. https://airflow.example.org.", nameof(server));
        }

        if (server.UserInfo.Length > 0)
        {
            throw new ArgumentException(
                $"The address of the Airflow at {server.Host} holds a user, and addresses end up in logs. "
                + "Give user and password as AirflowCredentials.",
                nameof(server));
        }

        if (server.Scheme == "http" && !server.IsLoopback && !allowPlainHttp)
        {
            throw new ArgumentException(
                $"The address '{server}' is plain http to another machine, which shows passwords and tokens to everyone on the way. "
                + "Give an https address, or set AllowPlainHttp in a network that you trust.",
                nameof(server));
        }

        string path = server.AbsolutePath.TrimEnd('/');
        path = path.EndsWith("/api/v2", StringComparison.Ordinal) ? path[..^"/api/v2".Length] : path;
        return new Uri($"{server.GetLeftPart(UriPartial.Authority)}{path}/");
    }
}
