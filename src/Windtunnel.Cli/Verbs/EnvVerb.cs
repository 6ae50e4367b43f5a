using System.CommandLine;

namespace Windtunnel.Cli.Verbs;

/// <summary><c>windtunnel env</c></summary>
internal static class EnvVerb
{
    public static Command Create() => new(
        "env", "Shows the settings that a DAG is run with, takes the fingerprint of what runs stand on, and compares two.")
    {
        EnvShowVerb.Create(),
        EnvFingerprintVerb.Create(),
        EnvDiffVerb.Create(),
    };
}
