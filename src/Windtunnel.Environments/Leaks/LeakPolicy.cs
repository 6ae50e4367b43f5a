namespace Windtunnel.Environments;

/// <summary>What comes of leaks.</summary>
internal enum LeakPolicy
{
    /// <summary>They are written to the error output.</summary>
    Tell,

    /// <summary>They fail the test.</summary>
    Fail,

    /// <summary>Nobody looks for them.</summary>
    Off,
}

/// <summary>Which it is on this machine.</summary>
internal static class LeakPolicies
{
    public const string Variable = "WINDTUNNEL_LEAKS";

    // Set by GitHub, GitLab, Azure Pipelines (TF_BUILD), Jenkins, Buildkite and others on the machines that run their jobs.
    private static readonly string[] VariablesOfCI = ["CI", "TF_BUILD", "JENKINS_URL"];

    /// <exception cref="ArgumentException">The variable has another value.</exception>
    public static LeakPolicy OfThisProcess => Of(Environment.GetEnvironmentVariable);

    public static LeakPolicy Of(Func<string, string?> variable) => variable(Variable) switch
    {
        null or "" => VariablesOfCI.Any(name => variable(name) is not (null or "" or "0" or "false")) ? LeakPolicy.Fail : LeakPolicy.Tell,
        "fail" => LeakPolicy.Fail,
        "tell" => LeakPolicy.Tell,
        "off" => LeakPolicy.Off,
        var other => throw new ArgumentException($"{Variable} is '{other}'. Set it to 'fail', 'tell' or 'off', or leave it out."),
    };
}
