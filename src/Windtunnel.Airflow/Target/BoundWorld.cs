using System.Net;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>Creates the connections and variables of a test on a deployment, each marked with the run that it is for.</summary>
/// <param name="api">The deployment.</param>
/// <param name="existing">What to do with what is there.</param>
/// <param name="runId">The run that they are for.</param>
/// <param name="dagId">Its Dag.</param>
/// <param name="time">The clock.</param>
internal sealed class BoundWorld(AirflowApi api, WhenTaken existing, string runId, string dagId, TimeProvider time)
{
    public const string Note = "Triggered by a test with Windtunnel.";
    public const string PausedNote = $"{Note} The Dag was paused before.";

    private const string Mark = "Made by a test with Windtunnel, to be deleted after run ";

    // Between binding and triggering, another test process has no run yet.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    /// <param name="world">What to create.</param>
    /// <param name="undo">Gets what must be done to remove it, before it is there.</param>
    /// <param name="cancellation">Gives the calls up.</param>
    /// <exception cref="AirflowException">A name is taken, or the server refuses.</exception>
    public async Task BindAsync(
        World world, List<(string What, Func<CancellationToken, Task> Undo)> undo, CancellationToken cancellation)
    {
        foreach (Connection connection in world.Connections.Values.OrderBy(connection => connection.Id, StringComparer.Ordinal))
        {
            string name = $"connection '{connection.Id}'";
            ConnectionRow? there = await api.ConnectionAsync(connection.Id, cancellation).ConfigureAwait(false);
            if (await MayCreateAsync(name, there is not null, there?.Description, cancellation).ConfigureAwait(false))
            {
                undo.Add((name, leave => RemoveConnectionAsync(connection.Id, leave)));
                if (there is not null)
                {
                    // A password cannot be cleared, so what is there must go first.
                    await api.DeleteConnectionAsync(connection.Id, cancellation).ConfigureAwait(false);
                }

                await CreateAsync(name, api.CreateConnectionAsync(RowOf(connection), cancellation)).ConfigureAwait(false);
            }
        }

        foreach ((string key, string value) in world.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            string name = $"variable '{key}'";
            VariableRow? there = await api.VariableAsync(key, cancellation).ConfigureAwait(false);
            if (await MayCreateAsync(name, there is not null, there?.Description, cancellation).ConfigureAwait(false))
            {
                undo.Add((name, leave => RemoveVariableAsync(key, leave)));
                if (there is not null)
                {
                    await api.DeleteVariableAsync(key, cancellation).ConfigureAwait(false);
                }

                VariableRow variable = new() { Key = key, Value = value, Description = Description };
                await CreateAsync(name, api.CreateVariableAsync(variable, cancellation)).ConfigureAwait(false);
            }
        }
    }

    // Only what is marked with this run: meanwhile, another test may have taken the name.
    private async Task RemoveConnectionAsync(string id, CancellationToken cancellation)
    {
        if ((await api.ConnectionAsync(id, cancellation).ConfigureAwait(false))?.Description == Description)
        {
            await api.DeleteConnectionAsync(id, cancellation).ConfigureAwait(false);
        }
    }

    private async Task RemoveVariableAsync(string key, CancellationToken cancellation)
    {
        if ((await api.VariableAsync(key, cancellation).ConfigureAwait(false))?.Description == Description)
        {
            await api.DeleteVariableAsync(key, cancellation).ConfigureAwait(false);
        }
    }

    private async Task CreateAsync(string name, Task create)
    {
        try
        {
            await create.ConfigureAwait(false);
        }
        catch (AirflowException e) when (e.Status == HttpStatusCode.Conflict)
        {
            throw new AirflowException(
                $"The Airflow at {api.Server} was given a {name} by somebody else at the same moment. "
                + "Wait until that test is over, and try again.",
                e.Status,
                e);
        }
    }

    private string Description => $"{Mark}'{runId}' of Dag '{dagId}'.";

    private ConnectionRow RowOf(Connection connection) => new()
    {
        ConnectionId = connection.Id,
        ConnType = connection.Type,
        Description = Description,
        Host = connection.Host,
        Login = connection.Login,
        Schema = connection.Schema,
        Port = connection.Port,
        Password = connection.Password,
        Extra = connection.Extra,
    };

    private async Task<bool> MayCreateAsync(string name, bool exists, string? description, CancellationToken cancellation)
    {
        if (!exists || existing == WhenTaken.Replace)
        {
            return true;
        }

        if (description?.StartsWith(Mark, StringComparison.Ordinal) is true)
        {
            await RequireLeftoverAsync(name, description, cancellation).ConfigureAwait(false);
            return true;
        }

        return existing == WhenTaken.Keep ? false : throw new AirflowException(
            $"The Airflow at {api.Server} has a {name} already, and a secret that is replaced cannot be put back. "
            + "Bind another id, or set AirflowTargetOptions.Existing to Keep (use what is there) or Replace (delete it for good).");
    }

    /// <summary>A test that was killed removes nothing; one that still goes on must not lose what it bound.</summary>
    private async Task RequireLeftoverAsync(string name, string description, CancellationToken cancellation)
    {
        string[] parts = description.Split('\'');
        (string madeFor, string itsDag) = parts.Length >= 4 ? (parts[1], parts[3]) : ("", "");
        RunRow? run = madeFor.Length == 0 ? null : await api.RunAsync(itsDag, madeFor, cancellation).ConfigureAwait(false);
        bool isInUse = run is null
            ? time.GetUtcNow() - TestRunId.MadeAt(madeFor) < Fresh
            : run.State is "queued" or "running";
        if (isInUse)
        {
            throw new AirflowException(
                $"The Airflow at {api.Server} has a {name} that belongs to a test which may still go on: run '{madeFor}' of Dag "
                + $"'{itsDag}'. Wait for it, or end that run, and try again.");
        }
    }
}
