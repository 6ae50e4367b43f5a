namespace Windtunnel;

/// <summary>Finds what a mistyped name may have meant.</summary>
internal static class NearestNames
{
    private const int MostSuggested = 3;

    /// <summary>The last sentence of a message: <c>Did you mean 'load' or 'reload'?</c>, or what there is when nothing is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What there is.</param>
    /// <param name="aliases">Other names of the same things; null: they have none.</param>
    public static string Suggest(string name, IEnumerable<string> known, IEnumerable<string>? aliases = null)
    {
        string[] all = [.. known];
        IReadOnlyList<string> near = To(name, all.Concat(aliases ?? []).Distinct());
        return (near.Count, all.Length) switch
        {
            ( > 0, _) => $"Did you mean {string.Join(" or ", near.Select(candidate => $"'{candidate}'"))}?",
            (_, 0) => "There are none.",
            (_, <= 10) => $"There are: {string.Join(", ", all)}.",
            _ => $"There are {all.Length}, the first being: {string.Join(", ", all.Take(5))}.",
        };
    }

    /// <summary>The nearest names, the best first, at most three. Case does not count, and neither does the group of a task.</summary>
    public static IReadOnlyList<string> To(string name, IEnumerable<string> known)
    {
        // Two edits make any word of three letters out of any other.
        int tolerated = name.Length <= 3 ? 1 : Math.Max(2, name.Length / 3);
        return [.. known
            .Select(candidate => (candidate, Distance: Distance(name, candidate, tolerated)))
            .Where(near => near.Distance <= tolerated)
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.candidate, StringComparer.Ordinal)
            .Take(MostSuggested)
            .Select(near => near.candidate)];
    }

    private static int Distance(string name, string candidate, int limit)
    {
        int whole = Edits(name, candidate, limit);
        int lastDot = candidate.LastIndexOf('.');
        return lastDot < 0 ? whole : Math.Min(whole, Edits(name, candidate[(lastDot + 1)..], limit));
    }

    /// <summary>How many letters to insert, delete, replace or swap with their neighbour; a number over the limit if over.</summary>
    private static int Edits(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return limit + 1;
        }

        int[] beforeLast = new int[b.Length + 1];
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = last[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[b.Length];
    }

    private static bool Same(char x, char y) => char.ToUpperInvariant(x) == char.ToUpperInvariant(y);
}
