using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Windtunnel;

/// <summary>Airflow's connection URIs: <c>type://[login[:password]@]host[:port]/schema?extra</c>, the host with a protocol of its own if
/// need be.</summary>
internal static class ConnectionUri
{
    private const string WholeExtra = "__extra__";
    private const string Separator = "://";

    public static Connection Read(string id, string text)
    {
        if (text.Split(Separator) is not [var type, var rest, .. var inner] || type.Length == 0 || inner.Length > 1)
        {
            throw Connection.Unreadable(id, "a URI has one '://', or two when the host has a protocol. "
                + $"This text has {text.Split(Separator).Length - 1}.");
        }

        string protocol = "";
        if (inner.Length == 1)
        {
            protocol = rest.AsSpan().IndexOfAny('@', ':') < 0
                ? rest + Separator
                : throw Connection.Unreadable(id, "login and password stand after the protocol of the host: "
                    + "type://protocol://login:password@host.");
            rest = inner[0];
        }

        (rest, string? query) = Cut(rest, '?');
        (string authority, string? path) = Cut(rest, '/');
        int at = authority.LastIndexOf('@');
        (string host, int? port) = HostAndPort(id, authority[(at + 1)..], keepCase: protocol.Length > 0);
        return new()
        {
            Id = id,
            Type = Connection.NormalType(type.ToLowerInvariant()),
            Host = protocol + host,
            Port = port,
            Login = at < 0 ? null : Login(authority[..at]),
            Password = at < 0 ? null : Password(authority[..at]),
            Schema = Uri.UnescapeDataString(path ?? ""),
            Extra = query is null ? null : ExtraOf(query),
        };
    }

    public static string Write(Connection connection)
    {
        var uri = new StringBuilder(connection.Type.Replace('_', '-')).Append(Separator);
        string host = connection.Host ?? "";
        int protocol = host.IndexOf(Separator, StringComparison.Ordinal);
        if (protocol >= 0)
        {
            uri.Append(host, 0, protocol).Append(Separator);
            host = host[(protocol + Separator.Length)..];
        }

        if (connection.Login is not null || connection.Password is not null)
        {
            uri.Append(Uri.EscapeDataString(connection.Login ?? ""));
            uri.Append(connection.Password is null ? "" : $":{Uri.EscapeDataString(connection.Password)}").Append('@');
        }

        uri.Append(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : Uri.EscapeDataString(host));
        uri.Append(CultureInfo.InvariantCulture, $"{(connection.Port is { } port ? $":{port}" : "")}/");
        return uri.Append(Uri.EscapeDataString(connection.Schema ?? "")).Append(QueryOf(connection)).ToString();
    }

    private static (string Before, string? After) Cut(string text, char at)
    {
        int index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    private static string? Login(string user) =>
        Cut(user, ':').Before is { Length: > 0 } login ? Uri.UnescapeDataString(login) : null;

    /// <summary>An <c>@</c> with nothing before it gives an empty password, as Airflow has it.</summary>
    private static string? Password(string user) =>
        user.Length == 0 ? "" : Cut(user, ':').After is { } password ? Uri.UnescapeDataString(password) : null;

    private static (string Host, int? Port) HostAndPort(string id, string text, bool keepCase)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon > text.LastIndexOf(']');
        string host = Uri.UnescapeDataString(hasPort ? text[..colon] : text).TrimStart('[').TrimEnd(']');
        keepCase |= host.Contains(Separator, StringComparison.Ordinal);
        return (keepCase ? host : host.ToLowerInvariant(), hasPort && colon < text.Length - 1 ? PortOf(id, text[(colon + 1)..]) : null);
    }

    private static int PortOf(string id, string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? port
            : throw Connection.Unreadable(id, "what follows the host's last ':' is no port from 0 to 65535. "
                + "Escape a ':' in login or password as %3A.");

    private static string ExtraOf(string query)
    {
        Dictionary<string, string> settings = [];
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string? value) = Cut(pair, '=');
            settings[Plain(name)] = Plain(value ?? "");
        }

        return settings.TryGetValue(WholeExtra, out string? whole)
            ? whole
            : JsonSerializer.Serialize(settings, XComJsonContext.Default.DictionaryStringString);
    }

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string QueryOf(Connection connection)
    {
        if (connection.Extra is not { } extra)
        {
            return "";
        }

        JsonProperty[] settings = ConnectionExtras.IsObject(extra, out JsonElement root) ? [.. root.EnumerateObject()] : [];
        return settings.Length > 0 && settings.All(setting => setting.Value.ValueKind == JsonValueKind.String && setting.Name != WholeExtra)
            ? $"?{string.Join('&', settings.Select(setting => Pair(setting.Name, setting.Value.GetString()!)))}"
            : $"?{Pair(WholeExtra, extra)}";
    }

    private static string Pair(string name, string value) => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
}
