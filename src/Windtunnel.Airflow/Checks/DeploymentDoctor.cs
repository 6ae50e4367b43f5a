using System.Collections.Immutable;
using System.Net;
using Windtunnel.Airflow.Checks;
using Windtunnel.Airflow.Rest;
using Windtunnel.Airflow.Target;

namespace Windtunnel.Airflow;

/// <summary>Examines an Airflow deployment over its REST API, and changes nothing there: but for asking for a token it only
/// reads.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class DeploymentDoctor : IDisposable
{
    private static readonly (string Name, Check Run)[] Checks =
    [
        ("version", ServerChecks.VersionAsync),
        ("health", ServerChecks.HealthAsync),
        ("clock", ServerChecks.ClockAsync),
        ("permissions", ServerChecks.PermissionsAsync),
        ("import_errors", DagChecks.ImportErrorsAsync),
        ("dags", DagChecks.DagsAsync),
        ("stubs", DagChecks.StubsAsync),
        ("bundle", DagChecks.BundleAsync),
        ("connections", WorldChecks.ConnectionsAsync),
        ("pools", WorldChecks.PoolsAsync),
        ("queues", QueueChecks.QueuesAsync),
    ];

    private readonly Examined _examined;

    /// <param name="server">The address of the web page, with its path if it has one.</param>
    /// <param name="credentials">As whom. The role <c>Viewer</c> reads most of it, <c>Op</c> all.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="allowPlainHttp">Whether the token may be sent over plain http to another machine.</param>
    /// <exception cref="ArgumentException">The address holds a password, or is plain http to another machine.</exception>
    public DeploymentDoctor(Uri server, AirflowCredentials credentials, ExpectedDeployment expected, bool allowPlainHttp = false)
        : this(server, credentials, expected, TimeProvider.System, allowPlainHttp)
    {
    }

    internal DeploymentDoctor(
        Uri server, AirflowCredentials credentials, ExpectedDeployment expected, TimeProvider time, bool allowPlainHttp = false)
        : this(new AirflowHttp(ServerAddress.Of(server, allowPlainHttp), credentials, time: time) { IsReadOnly = true }, expected, time)
    {
    }

    private DeploymentDoctor(AirflowHttp http, ExpectedDeployment expected, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(expected);
        _examined = new(new AirflowApi(http), expected, time);
    }

    /// <summary>The names of the checks, in the order in which they are best read.</summary>
    public static ImmutableArray<string> CheckNames { get; } = [.. Checks.Select(check => check.Name)];

    /// <summary>Examines the deployment that a task's HTTP connection leads to, as its login and password. What a test puts between
    /// body and server is met.</summary>
    /// <param name="connection">As the task's context gave it.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="time">The task's clock.</param>
    /// <exception cref="ArgumentException">The connection has no login or no password.</exception>
    public static DeploymentDoctor Through(Connection connection, ExpectedDeployment expected, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(time);
        if (connection is not { Login.Length: > 0, Password.Length: > 0 })
        {
            throw new ArgumentException(
                $"Connection '{connection.Id}' has no login and password. Give it those of a user of the Airflow.", nameof(connection));
        }

        AirflowCredentials credentials = AirflowCredentials.Password(connection.Login, connection.Password);
        HttpClient client = (connection with { Login = null, Password = null }).Http();

        // Whoever made the connection chose the way that the token takes.
        Uri server = ServerAddress.Of(client.BaseAddress!, allowPlainHttp: true);
        return new(new AirflowHttp(server, credentials, time: time, http: client) { IsReadOnly = true }, expected, time);
    }

    /// <summary>Makes one check.</summary>
    /// <returns>At least one finding. A call that the server refuses is a finding too.</returns>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    /// <exception cref="AirflowException">The server does not answer, or does not let the user in.</exception>
    public async Task<ImmutableArray<Finding>> CheckAsync(string name, CancellationToken cancellation = default)
    {
        Check check = Array.Find(Checks, one => one.Name == name).Run ?? throw new ArgumentException(
            $"There is no check '{name}'. {NearestNames.Suggest(name, CheckNames)}", nameof(name));
        try
        {
            List<Finding> found = [];
            await foreach (Finding finding in check(_examined, cancellation).ConfigureAwait(false))
            {
                found.Add(finding with { Text = _examined.Api.Mask.Apply(finding.Text) });
            }

            return [.. found];
        }
        catch (AirflowException e) when (e.Status is not null and not HttpStatusCode.Unauthorized)
        {
            return [new(FindingLevel.NotTold, name, e.Message)];
        }
    }

    /// <summary>Makes all checks, one after the other.</summary>
    /// <exception cref="AirflowException">The server does not answer, or does not let the user in.</exception>
    public async Task<ImmutableArray<Finding>> ExamineAsync(CancellationToken cancellation = default)
    {
        List<Finding> found = [];
        foreach (string name in CheckNames)
        {
            found.AddRange(await CheckAsync(name, cancellation).ConfigureAwait(false));
        }

        return [.. found];
    }

    /// <inheritdoc/>
    public void Dispose() => _examined.Api.Dispose();

    private delegate IAsyncEnumerable<Finding> Check(Examined examined, CancellationToken cancellation);
}
