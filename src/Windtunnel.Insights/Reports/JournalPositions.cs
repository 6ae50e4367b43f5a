using System.Runtime.InteropServices;

namespace Windtunnel.Insights.Reports;

/// <summary>Where in the journal the stints of each instance begin and end: what is left of an order when no virtual time passes.</summary>
internal static class JournalPositions
{
    /// <returns>For each instance begin and end in turn; a decision begins and ends in one place.</returns>
    public static Dictionary<(string Task, int MapIndex), List<int>> Of(Journal journal)
    {
        var positions = new Dictionary<(string, int), List<int>>();
        for (int at = 0; at < journal.Count; at++)
        {
            if (journal[at] is not (TaskStarted or TaskEnded or TaskDecided))
            {
                continue;
            }

            var entry = (TaskEntry)journal[at];
            List<int> own = CollectionsMarshal.GetValueRefOrAddDefault(positions, (entry.Task, entry.MapIndex), out _) ??= [];
            bool isOpen = own.Count % 2 == 1;
            own.Add(at);
            if (!isOpen && entry is not TaskStarted)
            {
                own.Add(at);
            }
        }

        return positions;
    }
}
