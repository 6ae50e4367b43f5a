using System.Data.Common;

namespace Windtunnel;

/// <summary>Reaches databases of one kind by connections that are made with their text, and not told it afterwards.</summary>
/// <remarks>A <see cref="DbProviderFactory"/> does as much, but makes a native executable carry whatever its connections can be told.
/// With <c>NpgsqlSlimDataSourceBuilder</c> behind it, a bundle is some 3 MB smaller than with <c>NpgsqlFactory</c>, as long as nothing
/// else in it assigns <see cref="DbConnection.ConnectionString"/>.</remarks>
/// <example><code>
/// static readonly DatabaseDriver Sqlite = new()
/// {
///     Settings = () => new SqliteConnectionStringBuilder { Pooling = false },
///     Connect = text => new SqliteConnection(text),
/// };
/// </code></example>
public sealed class DatabaseDriver
{
    /// <summary>An empty text in the driver's words, or one with settings that hold for each connection. What the DAG's connection says
    /// is set in it, and those of its extras that the driver knows by the same name.</summary>
    public required Func<DbConnectionStringBuilder> Settings { get; init; }

    /// <summary>Makes a closed connection of a text. It is called for each that a body asks for, at once from several threads.</summary>
    public required Func<string, DbConnection> Connect { get; init; }
}
