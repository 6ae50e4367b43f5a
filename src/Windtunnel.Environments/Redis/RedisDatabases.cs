using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Windtunnel.Environments;

/// <summary>Which of a server's databases a test has.</summary>
internal abstract class RedisDatabases(Connection connection)
{
    protected const int Count = 16;

    /// <summary>Called once when the server is ready.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>One that is empty and nobody else has.</summary>
    /// <exception cref="EnvironmentException">All are taken.</exception>
    public abstract ValueTask<int> TakeAsync(CancellationToken cancellation);

    /// <summary>Empties it and lets others have it.</summary>
    public virtual async ValueTask GiveBackAsync(int database)
    {
        using RedisWire wire = await OpenAsync(database, CancellationToken.None).ConfigureAwait(false);
        await wire.AskAsync(CancellationToken.None, "FLUSHDB").ConfigureAwait(false);
    }

    /// <summary>The connection to one of a server's databases, with all else that its extra says.</summary>
    public static Connection Within(Connection server, int database)
    {
        JsonObject extra = server.Extra is null ? [] : JsonNode.Parse(server.Extra)!.AsObject();
        extra["db"] = database;
        return server with { Extra = extra.ToJsonString() };
    }

    protected Task<RedisWire> OpenAsync(int database, CancellationToken cancellation) =>
        RedisWire.OpenAsync(Within(connection, database), cancellation);
}

/// <summary>Those of a server that is ours alone.</summary>
internal sealed class OwnRedisDatabases(Connection connection) : RedisDatabases(connection)
{
    private readonly ConcurrentBag<int> _free = [.. Enumerable.Range(0, Count)];

    public override ValueTask<int> TakeAsync(CancellationToken cancellation) => _free.TryTake(out int database)
        ? new(database)
        : throw new EnvironmentException($"All {Count} databases of Redis are in use. Run fewer tests at once, or add a server.");

    public override async ValueTask GiveBackAsync(int database)
    {
        await base.GiveBackAsync(database).ConfigureAwait(false);
        _free.Add(database);
    }
}

/// <summary>Those of a server that others use too. A database is taken by a key in database 0 that names the owner; one that holds
/// anything of others is left alone.</summary>
internal sealed class LeasedRedisDatabases(Connection connection, Owner owner) : RedisDatabases(connection)
{
    private readonly string _mark = OwnerMark.Of(owner);

    /// <summary>Empties those that dead owners had.</summary>
    public override async Task PrepareAsync(CancellationToken cancellation)
    {
        using RedisWire leases = await OpenAsync(0, cancellation).ConfigureAwait(false);
        foreach (int database in Enumerable.Range(1, Count - 1))
        {
            RedisAnswer mark = await leases.AskAsync(cancellation, "GET", KeyOf(database)).ConfigureAwait(false);
            if (OwnerMark.IsOfTheDead(mark.Text, owner.Root))
            {
                await GiveBackAsync(database).ConfigureAwait(false);
            }
        }
    }

    public override async ValueTask<int> TakeAsync(CancellationToken cancellation)
    {
        using RedisWire leases = await OpenAsync(0, cancellation).ConfigureAwait(false);
        foreach (int database in Enumerable.Range(1, Count - 1))
        {
            RedisAnswer taken = await leases.AskAsync(cancellation, "SET", KeyOf(database), _mark, "NX").ConfigureAwait(false);
            if (taken.Text == "OK")
            {
                using RedisWire own = await OpenAsync(database, cancellation).ConfigureAwait(false);
                RedisAnswer size = await own.AskAsync(cancellation, "DBSIZE").ConfigureAwait(false);
                if (size.Text == "0")
                {
                    return database;
                }

                await leases.AskAsync(cancellation, "DEL", KeyOf(database)).ConfigureAwait(false);
            }
        }

        throw new EnvironmentException(
            $"None of the databases 1 to {Count - 1} of the given Redis is both free and empty. Empty one, run fewer tests at once, "
            + "or let a server be started: leave out the address.");
    }

    public override async ValueTask GiveBackAsync(int database)
    {
        await base.GiveBackAsync(database).ConfigureAwait(false);
        using RedisWire leases = await OpenAsync(0, CancellationToken.None).ConfigureAwait(false);
        await leases.AskAsync(CancellationToken.None, "DEL", KeyOf(database)).ConfigureAwait(false);
    }

    private static string KeyOf(int database) => string.Create(CultureInfo.InvariantCulture, $"windtunnel:database:{database}");
}
