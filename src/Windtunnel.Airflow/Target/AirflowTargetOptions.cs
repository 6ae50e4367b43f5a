namespace Windtunnel.Airflow;

/// <summary>How a test treats a deployment.</summary>
public sealed record AirflowTargetOptions
{
    /// <summary>What to do when the deployment already has a connection or a variable that the test binds. Default: refuse.</summary>
    public WhenTaken Existing { get; init; } = WhenTaken.Refuse;

    /// <summary>How long a run may take from its trigger to its end. Default: 10 minutes. A run that takes longer is ended.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long nothing may start while nothing is running, e.g. because no worker takes a queue. Default: 2 minutes.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the run of a follower may take to be there after an asset event of its schedule. Default: 20 seconds. A follower
    /// that waits for other assets too is not there then, and is no error.</summary>
    public TimeSpan FollowLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Leaves the run on the deployment. Default: false, it is deleted once it was read; its log files stay.</summary>
    public bool KeepRun { get; init; }

    /// <summary>Allows http to another machine, which shows passwords and tokens to everyone on the way. Default: false.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>How many XComs and how many logs are read at most. Default: 500 of each; a finding names what was left out.</summary>
    public int MostRead { get; init; } = 500;
}

/// <summary>What to do with a name that is taken.</summary>
public enum WhenTaken
{
    /// <summary>The run is not started.</summary>
    Refuse,

    /// <summary>What the deployment has is used; what the test binds is not sent.</summary>
    Keep,

    /// <summary>It is deleted for good, and the name is free after the run: a deployment does not tell its secrets, so nothing that was
    /// replaced can be put back.</summary>
    Replace,
}
