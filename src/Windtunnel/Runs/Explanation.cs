using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>Why a task instance ran or did not run, from the instance itself down to the first cause.</summary>
public sealed record Explanation
{
    private const int MostFirst = 10;
    private const int MostLast = 3;

    private Explanation(ImmutableArray<ExplanationStep> steps, int omitted)
    {
        Steps = steps;
        Omitted = omitted;
    }

    /// <summary>The instance that was asked about, then each one that decided over the one before, down to the first cause. At least one;
    /// of a long chain the first ten and the last three.</summary>
    public ImmutableArray<ExplanationStep> Steps { get; }

    /// <summary>How many links were left out before the last three steps; usually 0.</summary>
    public int Omitted { get; }

    /// <summary>What began it all.</summary>
    public ExplanationStep RootCause => Steps[^1];

    /// <summary>A step a line, each in full sentences.</summary>
    public override string ToString()
    {
        IEnumerable<string> lines = Steps.Select(step => step.Text);
        return string.Join('\n', Omitted == 0
            ? lines
            : [.. lines.Take(MostFirst), $"... and so on through {Omitted} more, each because of the next ...", .. lines.Skip(MostFirst)]);
    }

    internal static Explanation Of(Run run, TaskInstance instance)
    {
        List<TaskInstance> chain = Chain(run, instance);
        int omitted = Math.Max(0, chain.Count - MostFirst - MostLast);
        IEnumerable<TaskInstance> kept = omitted == 0 ? chain : chain.Take(MostFirst).Concat(chain.TakeLast(MostLast));
        return new Explanation([.. kept.Select(link => Step(run, link))], omitted);
    }

    private static List<TaskInstance> Chain(Run run, TaskInstance instance)
    {
        List<TaskInstance> chain = [];
        var seen = new HashSet<TaskInstance>();
        for (TaskInstance? link = instance; link is not null && seen.Add(link); link = run.DeciderOver(link))
        {
            chain.Add(link);
        }

        return chain;
    }

    private static ExplanationStep Step(Run run, TaskInstance instance) =>
        new(instance.TaskId, instance.MapIndex, instance.State, InstanceSentences.About(run, instance));
}

/// <summary>One link of an <see cref="Explanation"/>.</summary>
/// <param name="TaskId">The task it speaks of.</param>
/// <param name="MapIndex">-1 when that is not mapped.</param>
/// <param name="State">Its state.</param>
/// <param name="Text">What happened to it and why, in full sentences.</param>
public sealed record ExplanationStep(string TaskId, int MapIndex, TaskState State, string Text);
