using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>Something that runs a DAG: the embedded engine, or a real Airflow.</summary>
public interface IRunTarget
{
    /// <summary>Runs the DAG once and returns what happened, whether it succeeded or failed.</summary>
    /// <exception cref="DagException">The DAG is not valid.</exception>
    Task<Run> RunAsync(Dag dag, RunRequest request, CancellationToken cancellation = default);
}

/// <summary>What a deployment finds when it starts: the time, the way to the outside, and the seed.</summary>
public record World
{
    /// <summary>The instant at which the clock starts. Default: 2026-01-01T00:00Z, so that a run without a date is the same every
    /// day.</summary>
    public DateTimeOffset StartingAt { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Decides every open choice. Null: the fixed default order, and chance as with seed 0.</summary>
    public ulong? Seed { get; init; }

    /// <summary>In which order things happen that are open at one instant, as an exploration reported it: <c>2.0.1</c>. Null: the seed
    /// decides.</summary>
    public string? Order { get; init; }

    /// <summary>Connections by id.</summary>
    public ImmutableDictionary<string, Connection> Connections { get; init; } = ImmutableDictionary<string, Connection>.Empty;

    /// <summary>Variables by key.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What people answer, by the id of the task that asks.</summary>
    public ImmutableDictionary<string, ScriptedAnswer> Answers { get; init; } = ImmutableDictionary<string, ScriptedAnswer>.Empty;
}

/// <summary>One manual run of a DAG, and the world it finds.</summary>
public sealed record RunRequest : World
{
    /// <summary>Null: <see cref="World.StartingAt"/>.</summary>
    public DateTimeOffset? LogicalDate { get; init; }

    /// <summary>What the run is triggered with, a JSON object; null: nothing.</summary>
    public string? Conf { get; init; }
}

/// <summary>An answer that a person is taken to give.</summary>
/// <param name="ChosenOptions">Which of the options.</param>
/// <param name="After">How long the person takes.</param>
/// <param name="By">Who answers; null: <c>test</c>.</param>
/// <param name="Params">Values for the question's params, a JSON object; null, or for those it lacks: their defaults.</param>
public sealed record ScriptedAnswer(
    ImmutableArray<string> ChosenOptions, TimeSpan After = default, string? By = null, string? Params = null)
{
    internal HumanAnswer At(DateTimeOffset moment) => new()
    {
        ChosenOptions = ChosenOptions,
        ParamsInput = Params is null ? default : ParamValues.Parse(Params),
        RespondedAt = moment,
        RespondedBy = By ?? "test",
    };
}
