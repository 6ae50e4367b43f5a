using System.Globalization;
using System.Text.Json;

namespace Windtunnel;

/// <summary>Airflow's connections as JSON objects.</summary>
internal static class ConnectionJson
{
    public static Connection Read(string id, string text)
    {
        JsonElement fields = Parsed(id, text);
        var connection = new Connection { Id = id, Type = "" };
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            connection = field.Name switch
            {
                "conn_type" => connection with { Type = Connection.NormalType(Text(id, field) ?? "") },
                "host" => connection with { Host = Text(id, field) },
                "login" => connection with { Login = Text(id, field) },
                "password" => connection with { Password = Text(id, field) },
                "schema" => connection with { Schema = Text(id, field) },
                "port" => connection with { Port = Port(id, field.Value) },
                "extra" => connection with { Extra = Extra(field.Value) },
                "description" => connection,
                _ => throw Connection.Unreadable(
                    id, $"its JSON has the field '{field.Name}'. Known are conn_type, host, login, password, schema, port, "
                        + "extra and description."),
            };
        }

        return connection.Type.Length > 0 ? connection : throw Connection.Unreadable(id, "its JSON has no conn_type. Add one, e.g. "
            + "\"conn_type\": \"http\".");
    }

    /// <summary>The parser's own message may quote the text, so only the place is passed on.</summary>
    private static JsonElement Parsed(string id, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw Connection.Unreadable(id, $"it begins like JSON, but is not JSON at line {e.LineNumber + 1}, "
                + $"byte {e.BytePositionInLine + 1}.");
        }
    }

    private static string? Text(string id, JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => field.Value.GetString(),
        _ => throw Connection.Unreadable(id, $"its field '{field.Name}' is no text. Put it in quotes."),
    };

    private static int? Port(string id, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number or JsonValueKind.String when ushort.TryParse(
            value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) => port,
        _ => throw Connection.Unreadable(id, "its port is no number from 0 to 65535."),
    };

    private static string? Extra(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        _ => value.GetRawText(),
    };
}
