namespace Windtunnel;

public sealed partial record Connection
{
    /// <summary>The settings in <see cref="Extra"/>, by name.</summary>
    /// <exception cref="FormatException">The extra is not a JSON object.</exception>
    public ConnectionExtras Extras => new(Id, Extra);

    /// <summary>Reads a connection as Airflow writes it in <c>AIRFLOW_CONN_*</c>: JSON when it begins with a brace, a URI
    /// otherwise.</summary>
    /// <param name="id">The connection id; it is not part of the text.</param>
    /// <param name="text">E.g. <c>postgres://user:password@host:5432/database?sslmode=require</c>.</param>
    /// <exception cref="FormatException">The text is neither. The message shows no part of the text that may be secret.</exception>
    public static Connection Parse(string id, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().TrimStart().StartsWith("{") ? ConnectionJson.Read(id, text) : ConnectionUri.Read(id, text);
    }

    /// <summary>The connection as a URI that <see cref="Parse"/> and Airflow read, with its password and extra: a secret.</summary>
    /// <remarks>A URI cannot tell a missing host or schema from an empty one; read back, both are empty.</remarks>
    public string ToUri() => ConnectionUri.Write(this);

    /// <summary>Airflow's spelling of a type: <c>postgres</c> for <c>postgresql</c>, <c>_</c> for <c>-</c>.</summary>
    internal static string NormalType(string type) => type == "postgresql" ? "postgres" : type.Replace('-', '_');

    internal static FormatException Unreadable(string id, string reason) => new($"Connection '{id}' cannot be read: {reason}");
}
