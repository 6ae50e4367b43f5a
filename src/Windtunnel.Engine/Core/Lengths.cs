namespace Windtunnel.Engine;

/// <summary>How many instances mapped tasks have. §6.1.</summary>
internal static class Lengths
{
    /// <summary>The instances of a task: the product of what it and its groups are mapped over. Null while a part is unknown; 1 when
    /// unmapped.</summary>
    public static int? Of(RunCore run, TaskPlan task) => Product(run, task, task.Mappings.Length);

    /// <summary>The product of the outermost <paramref name="depth"/> mappings.</summary>
    public static int? Product(RunCore run, TaskPlan task, int depth)
    {
        int product = 1;
        for (int i = 0; i < depth; i++)
        {
            if (task.Mappings[i].Length(run.LengthOf) is not { } length)
            {
                return null;
            }

            product *= length;
        }

        return product;
    }

    /// <summary>The length of one task's result as a source of a map.</summary>
    public static int? OfResult(TaskRows source) =>
        !source.Task.IsMapped ? source.PushedLength
        : source.Unfinished > 0 || source.Count == 0 ? null
        : source.Results;
}
