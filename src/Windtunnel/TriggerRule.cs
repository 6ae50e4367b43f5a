namespace Windtunnel;

/// <summary>When a task may run, given how its direct upstream tasks ended. A task without upstream tasks runs whatever its rule.</summary>
public enum TriggerRule
{
    /// <summary>Every upstream succeeded. The default.</summary>
    AllSuccess,

    /// <summary>Every upstream is failed or upstream_failed; skipped at the first that is not.</summary>
    AllFailed,

    /// <summary>Every upstream is finished, however it ended.</summary>
    AllDone,

    /// <summary>Every upstream is finished, none skipped, and at least one succeeded.</summary>
    AllDoneMinOneSuccess,

    /// <summary>A teardown's rule: every upstream is finished, and of its setups at least one succeeded.</summary>
    AllDoneSetupSuccess,

    /// <summary>No upstream skipped; every upstream finished.</summary>
    NoneSkipped,

    /// <summary>At least one upstream succeeded; does not wait for the others.</summary>
    OneSuccess,

    /// <summary>At least one upstream is failed or upstream_failed; does not wait for the others.</summary>
    OneFailed,

    /// <summary>At least one upstream succeeded or failed; skipped and upstream_failed do not count.</summary>
    OneDone,

    /// <summary>No upstream is failed or upstream_failed: each succeeded or was skipped.</summary>
    NoneFailed,

    /// <summary>As <see cref="NoneFailed"/>, and at least one upstream succeeded. The usual rule of a join after a branch.</summary>
    NoneFailedMinOneSuccess,

    /// <summary>Every upstream was skipped.</summary>
    AllSkipped,

    /// <summary>Runs at once, whatever the upstream tasks do, setups included.</summary>
    Always,
}

/// <summary>Airflow's spelling of trigger rules.</summary>
public static class TriggerRules
{
    private static readonly string[] Names =
    [
        "all_success", "all_failed", "all_done", "all_done_min_one_success", "all_done_setup_success", "none_skipped", "one_success",
        "one_failed", "one_done", "none_failed", "none_failed_min_one_success", "all_skipped", "always",
    ];

    /// <summary>Airflow's spelling, e.g. <c>none_failed_min_one_success</c>.</summary>
    public static string ToAirflow(this TriggerRule rule) => Names[(int)rule];

    /// <summary>Reads Airflow's spelling.</summary>
    /// <exception cref="FormatException">The text is no trigger rule of Airflow's.</exception>
    public static TriggerRule Parse(string text)
    {
        int at = Array.IndexOf(Names, text);
        return at >= 0
            ? (TriggerRule)at
            : throw new FormatException($"'{text}' is not a trigger rule. Known rules: {string.Join(", ", Names)}.");
    }
}
