using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Windtunnel.Engine;

/// <summary>What came of running a DAG in many orders.</summary>
public sealed record Exploration
{
    internal Exploration()
    {
    }

    /// <summary>Every outcome that was reached: those of more seeds first, and last those that no seed reached.</summary>
    public required ImmutableArray<ExploredOutcome> Outcomes { get; init; }

    /// <summary>True when every order was visited, so that no other outcome is possible. False: there may be more.</summary>
    public required bool IsExhaustive { get; init; }

    /// <summary>How far the search went, and if not to its end, why; a sentence.</summary>
    public required string Extent { get; init; }

    /// <summary>How many seeds were tried: 1 and those after it.</summary>
    public required int Seeds { get; init; }

    /// <summary>How many runs the search through all orders took.</summary>
    public required int OrdersTried { get; init; }

    /// <summary>How many different worlds that search came into; equivalent orders meet in the same.</summary>
    public required int Worlds { get; init; }

    /// <summary>The outcomes, each with how often it was seen and how to see it again, and how far the search went.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (ExploredOutcome outcome in Outcomes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{outcome.Seen} of {Seeds} seeds: {outcome}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  again by {outcome.Again}");
        }

        return text.Append(Extent).ToString();
    }
}

/// <summary>One way in which a DAG's run may end: the state of the run, and the state and tries of every task instance.</summary>
public sealed record ExploredOutcome
{
    internal ExploredOutcome()
    {
    }

    /// <summary>A run that ended so: that of <see cref="Seed"/>, or else of <see cref="Order"/>.</summary>
    public required Run Run { get; init; }

    /// <summary>How many of the seeds led to it.</summary>
    public required int Seen { get; init; }

    /// <summary>The smallest seed that leads to it; null when none that was tried does.</summary>
    public required ulong? Seed { get; init; }

    /// <summary>An order that leads to it, for <see cref="World.Order"/>; null when only seeds led to it.</summary>
    public required string? Order { get; init; }

    /// <summary>What to say to a tunnel to see it again, e.g. <c>.Seeded(17)</c>.</summary>
    public string Again => Seed is { } seed ? string.Create(CultureInfo.InvariantCulture, $".Seeded({seed})") : $".InOrder(\"{Order}\")";

    /// <summary>Such as <c>failed: extract=success/1 load[0]=failed/2</c>: every instance with its state and tries.</summary>
    public override string ToString() => Text(Run);

    internal static string Text(Run run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.State.ToString().ToLowerInvariant()}: {string.Join(' ', run.Tasks.Select(Text))}");

    private static string Text(TaskInstance task) => string.Create(
        CultureInfo.InvariantCulture, $"{task}={(task.State == TaskState.None ? "none" : task.State.ToAirflow())}/{task.TryNumber}");
}
