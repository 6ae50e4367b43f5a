namespace Windtunnel.Airflow;

/// <summary>As whom to call the REST API of an Airflow. Its text form shows no secret.</summary>
public sealed class AirflowCredentials
{
    private readonly string _shown;

    private AirflowCredentials(string shown) => _shown = shown;

    internal string? User { get; private init; }

    internal string? Secret { get; private init; }

    internal Func<CancellationToken, Task<string>>? Source { get; private init; }

    /// <summary>A user of the auth manager, for whom tokens are asked at <c>/auth/token</c> and renewed when they expire.</summary>
    public static AirflowCredentials Password(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentException.ThrowIfNullOrEmpty(password);
        return new($"user '{user}'") { User = user, Secret = password };
    }

    /// <summary>A token that was made elsewhere. It cannot be renewed: a run that outlives it fails.</summary>
    public static AirflowCredentials Token(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new("a given token") { Source = _ => Task.FromResult(token) };
    }

    /// <summary>Tokens from a source of your own, e.g. that of a hosted Airflow. It is asked again when a token has expired or was
    /// refused.</summary>
    public static AirflowCredentials From(Func<CancellationToken, Task<string>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new("tokens of a source") { Source = source };
    }

    /// <inheritdoc/>
    public override string ToString() => _shown;
}
