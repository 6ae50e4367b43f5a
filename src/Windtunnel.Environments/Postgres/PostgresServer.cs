using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>What a test gets of a service for itself.</summary>
public enum Isolation
{
    /// <summary>A database of its own.</summary>
    Database,

    /// <summary>A schema of its own in the service's one database, first on the search path.</summary>
    Schema,

    /// <summary>Nothing: all tests see the same database.</summary>
    Shared,
}

/// <summary>A PostgreSQL server.</summary>
public sealed record PostgresServer : Service
{
    internal PostgresServer(string name)
        : base(name)
    {
    }

    /// <summary>The folder of the SQL files that make the tables; null: none. They are run in the order of their names, each in a
    /// transaction of its own.</summary>
    public string? Migrations { get; init; }

    /// <summary>Default: a database of its own for each test.</summary>
    public Isolation Isolation { get; init; } = Isolation.Database;

    /// <summary>A server that runs already, as a connection URI; null: none. Its user must be allowed to create databases.</summary>
    public string? Address { get; init; }

    /// <inheritdoc/>
    protected internal override ImmutableArray<Provider> Providers => Address is null
        ? [new NativePostgres(this)]
        : [new GivenPostgres(this), new NativePostgres(this)];

    /// <summary>Runs the SQL files of a folder once; what a test gets is a copy of the result.</summary>
    public PostgresServer Migrated(string folder) => this with { Migrations = Path.GetFullPath(folder) };

    /// <summary>Gives each test less, or more, of the server.</summary>
    public PostgresServer Isolated(Isolation isolation) => this with { Isolation = isolation };

    /// <summary>Uses a server that runs already. What tests make in it is removed again.</summary>
    /// <exception cref="FormatException">It is not a connection URI.</exception>
    public PostgresServer At(string uri) => Connection.Parse(Name, uri) is { Host: not null }
        ? this with { Address = uri }
        : throw new FormatException($"'{uri}' names no host. Give a URI such as postgres://user:password@localhost:5432/postgres.");

    /// <inheritdoc/>
    public bool Equals(PostgresServer? other) => base.Equals(other)
        && (Migrations, Isolation, Address) == (other.Migrations, other.Isolation, other.Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Migrations, Isolation, Address);
}
