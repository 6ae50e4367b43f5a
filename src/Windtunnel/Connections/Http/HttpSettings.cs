using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Windtunnel;

/// <summary>What an HTTP connection says about the client, read as Airflow's HTTP hook reads it.</summary>
internal sealed class HttpSettings
{
    private const double DefaultTimeout = 100;

    /// <summary>Members of the extra that are settings of Airflow's client and no headers.</summary>
    private static readonly ImmutableArray<string> NoHeaders =
    [
        "allow_redirects", "cert", "check_response", "max_redirects", "proxies", "proxy", "stream", "timeout", "trust_env", "verify",
    ];

    public HttpSettings(Connection connection)
    {
        BaseAddress = AddressOf(connection);
        Timeout = TimeoutOf(connection);
        Headers = [.. HeadersOf(connection)];
        foreach ((string name, string value) in Headers)
        {
            if (SensitiveKeys.Contains(name.Replace('-', '_')))
            {
                connection.Context?.MaskSecret(value);
            }
        }
    }

    public Uri BaseAddress { get; }

    public TimeSpan Timeout { get; }

    public ImmutableArray<(string Name, string Value)> Headers { get; }

    private static Uri AddressOf(Connection connection)
    {
        string host = connection switch
        {
            { Host.Length: > 0 } => connection.Host,
            { Double: not null } => "localhost",
            _ => throw new InvalidOperationException(
                $"Connection '{connection.Id}' was asked for its http hook, but has no host. Give it one, e.g. https://api.example.com."),
        };
        if (!host.Contains("://", StringComparison.Ordinal))
        {
            host = $"{(connection.Schema is { Length: > 0 } scheme ? scheme : "http")}://{host}";
        }

        var address = new UriBuilder(host.EndsWith('/') ? host : host + "/");
        if (connection.Port is { } port)
        {
            address.Port = port;
        }

        return address.Uri;
    }

    private static TimeSpan TimeoutOf(Connection connection)
    {
        string? text = connection.Extras.Text("timeout");
        double seconds = DefaultTimeout;
        bool isValid = text is null
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds)
                && seconds is > 0 and < int.MaxValue / 1000);
        return isValid
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException(
                $"The setting 'timeout' in the extra of connection '{connection.Id}' is no number of seconds above 0. "
                + "Correct the connection.");
    }

    private static IEnumerable<(string Name, string Value)> HeadersOf(Connection connection)
    {
        if (connection.Login is { Length: > 0 } || connection.Password is { Length: > 0 })
        {
            byte[] user = Encoding.UTF8.GetBytes($"{connection.Login}:{connection.Password}");
            yield return ("Authorization", $"Basic {Convert.ToBase64String(user)}");
        }

        ConnectionExtras extras = connection.Extras;
        foreach (string name in extras.Names.Where(name => !NoHeaders.Contains(name)))
        {
            if (extras[name] is { ValueKind: JsonValueKind.String } value)
            {
                yield return (name, value.GetString()!);
            }
        }
    }
}
