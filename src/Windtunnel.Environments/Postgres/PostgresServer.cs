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
public sealed record PostgresServer : Server
{
    internal PostgresServer(string name)
        : base(name, "postgres:17")
    {
    }

    /// <summary>The folder of the SQL files that make the tables; null: none. They are run in the order of their names, each in a
    /// transaction of its own.</summary>
    public string? Migrations { get; init; }

    /// <summary>Default: a database of its own for each test.</summary>
    public Isolation Isolation { get; init; } = Isolation.Database;

    /// <inheritdoc/>
    private protected override ImmutableArray<Provider> Own => [new NativePostgres(this), new ContainedPostgres(this)];

    /// <summary>The user of the address must be allowed to create databases.</summary>
    private protected override Provider Given => new GivenPostgres(this);

    /// <summary>Runs the SQL files of a folder once; what a test gets is a copy of the result.</summary>
    public PostgresServer Migrated(string folder) => this with { Migrations = Path.GetFullPath(folder) };

    /// <summary>Gives each test less, or more, of the server.</summary>
    public PostgresServer Isolated(Isolation isolation) => this with { Isolation = isolation };

    /// <inheritdoc/>
    public bool Equals(PostgresServer? other) => base.Equals(other)
        && (Migrations, Isolation) == (other.Migrations, other.Isolation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Migrations, Isolation);
}
