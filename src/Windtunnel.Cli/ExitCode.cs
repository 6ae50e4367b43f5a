namespace Windtunnel.Cli;

/// <summary>What the process ends with; docs/cli.md and <c>--help</c> list them.</summary>
internal enum ExitCode
{
    Success = 0,

    /// <summary>A run failed, a recording disagrees, a replay differs, a goal was missed.</summary>
    Failed = 1,

    /// <summary>The command line is wrong, or names something that is not there.</summary>
    Usage = 2,

    /// <summary>A project, an assembly or a DAG cannot be built or loaded.</summary>
    NotLoadable = 3,

    /// <summary>A journal is truncated, altered, or none at all.</summary>
    BadJournal = 4,

    /// <summary>A file or folder cannot be read or written.</summary>
    FileProblem = 5,

    /// <summary>An Airflow cannot be reached, refuses, or does not bring a run to its end.</summary>
    Deployment = 6,

    /// <summary>A service that a DAG needs around it cannot be brought up.</summary>
    Environment = 7,

    /// <summary>A mistake in windtunnel itself.</summary>
    Internal = 70,

    /// <summary>Ctrl-C, or the process was asked to end.</summary>
    Interrupted = 130,
}
