namespace Windtunnel;

/// <summary>Which element of which mapping a map index stands for, where a task and the groups around it are mapped.</summary>
internal static class ItemIndexes
{
    /// <summary>The mappings that make a task's instances, outermost first; the innermost changes fastest.</summary>
    public static Mapping[] MappingsOf(TaskRef task)
    {
        List<Mapping> found = [];
        if (task.Definition.Mapping is { } own)
        {
            found.Add(own);
        }

        for (TaskScope? scope = task.Scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Mapping is { } mapping)
            {
                found.Insert(0, mapping);
            }
        }

        return [.. found];
    }

    /// <param name="mappings">Those of the groups, outermost first, then the task's own, which changes fastest.</param>
    /// <param name="mapIndex">Of the instance.</param>
    /// <param name="mapping">One of them.</param>
    /// <param name="lengthOf">The length of a task's result.</param>
    public static int Of(Mapping[] mappings, int mapIndex, Mapping mapping, Func<TaskRef, int?> lengthOf)
    {
        // The outermost needs no length, which may have to be asked for.
        int index = mapIndex;
        for (int i = mappings.Length - 1; i > 0; i--)
        {
            int length = mappings[i].Length(lengthOf) ?? 1;
            if (ReferenceEquals(mappings[i], mapping))
            {
                return index % length;
            }

            index /= Math.Max(1, length);
        }

        if (mappings.Length > 0 && ReferenceEquals(mappings[0], mapping))
        {
            return index;
        }

        throw new InvalidOperationException("A task reads an element of a group that it does not lie in.");
    }
}
