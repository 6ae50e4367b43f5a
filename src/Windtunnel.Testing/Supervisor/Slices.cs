namespace Windtunnel.Testing.Supervisor;

/// <summary>Slices of lists as Python cuts them.</summary>
internal static class Slices
{
    /// <param name="all">The list.</param>
    /// <param name="start">The first index; negative from the end; null: the beginning, or the end of a backward slice.</param>
    /// <param name="stop">The index after the last; null: to the other end.</param>
    /// <param name="step">Null: 1.</param>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, long? start, long? stop, long? step)
    {
        long by = step is null or 0 ? 1 : step.Value;
        long first = Clamp(start, by > 0 ? 0 : all.Count - 1, by, all.Count);
        long last = Clamp(stop, by > 0 ? all.Count : -1, by, all.Count);
        List<T> found = [];
        for (long i = first; by > 0 ? i < last : i > last; i += by)
        {
            found.Add(all[(int)i]);
        }

        return found;
    }

    private static long Clamp(long? index, long whenMissing, long step, int count)
    {
        if (index is not { } given)
        {
            return whenMissing;
        }

        long from = given < 0 ? given + count : given;
        return step > 0 ? Math.Clamp(from, 0, count) : Math.Clamp(from, -1, count - 1);
    }
}
