using Npgsql;

namespace Windtunnel.Environments;

/// <summary>The one database of all tests that have none of their own. It is made when the first asks; when that fails, the next that asks
/// tries again.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="server">Leads to the server.</param>
/// <param name="make">Makes the database and tells its name.</param>
internal sealed class SharedDatabase(Connection server, Func<Task<string>> make) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<(Connection, NpgsqlDataSource)>? _made;

    /// <summary>Null: it was not made.</summary>
    public string? Name => _made is { IsCompletedSuccessfully: true } made ? made.Result.Item1.Schema : null;

    /// <summary>Leads to it, and to its sessions, which are used again.</summary>
    public Task<(Connection Connection, NpgsqlDataSource Sessions)> GetAsync()
    {
        lock (_gate)
        {
            return _made = _made is { IsFaulted: false, IsCanceled: false } ? _made : MakeAsync();
        }
    }

    /// <summary>Closes the sessions; the database stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_made is { IsCompletedSuccessfully: true } made)
        {
            (_, NpgsqlDataSource sessions) = await made.ConfigureAwait(false);
            await sessions.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<(Connection, NpgsqlDataSource)> MakeAsync()
    {
        Connection connection = server with { Schema = await make().ConfigureAwait(false) };
        return (connection, PostgresAddress.Open(connection));
    }
}
