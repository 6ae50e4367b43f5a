using System.Text;

namespace Windtunnel.Engine;

/// <summary>Runs a DAG again as a journal says it was run, and compares the two journals byte by byte.</summary>
public static class Replay
{
    /// <param name="recorded">The run to repeat: its start, logical date, seed, order and conf are taken.</param>
    /// <param name="dag">The DAG it was a run of.</param>
    /// <param name="world">Connections, variables and answers, which a journal does not hold.</param>
    /// <param name="cancellation">Gives the new run up.</param>
    /// <exception cref="ArgumentException">The recorded run is not a manual one, so that what created it is not known.</exception>
    public static async Task<ReplayedRun> RunAsync(Run recorded, Dag dag, RunRequest world, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(world);
        if (recorded.Type != RunType.Manual)
        {
            throw new ArgumentException(
                $"The recorded run is of type {recorded.Type}. Only manual runs can be run again by themselves.", nameof(recorded));
        }

        RunRequest request = world with
        {
            StartingAt = recorded.RunAfter,
            LogicalDate = recorded.LogicalDate,
            Seed = recorded.Seed,
            Order = recorded.Order,
            Conf = recorded.Conf,
        };
        Run run = await new EmbeddedEngine().RunAsync(dag, request, cancellation).ConfigureAwait(false);
        return Compare(recorded, run);
    }

    private static ReplayedRun Compare(Run recorded, Run replayed)
    {
        byte[] theirs = Bytes(recorded);
        byte[] ours = Bytes(replayed);
        int same = theirs.AsSpan().CommonPrefixLength(ours);
        return same == theirs.Length && same == ours.Length
            ? new(replayed, null, null, null)
            : new(replayed, 1 + theirs.AsSpan(0, same).Count((byte)'\n'), LineAt(theirs, same), LineAt(ours, same));
    }

    private static byte[] Bytes(Run run)
    {
        using var stream = new MemoryStream();
        run.Journal.Save(stream);
        return stream.ToArray();
    }

    private static string LineAt(byte[] journal, int position)
    {
        int start = journal.AsSpan(0, Math.Min(position, journal.Length)).LastIndexOf((byte)'\n') + 1;
        int length = journal.AsSpan(start).IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(journal, start, length < 0 ? journal.Length - start : length);
    }
}

/// <summary>A run that was repeated.</summary>
/// <param name="Run">The new run.</param>
/// <param name="Line">The first line of the journals that differs, the header being 1; null when they are equal.</param>
/// <param name="Recorded">That line as it was recorded; null when they are equal.</param>
/// <param name="Replayed">That line as it is now; null when they are equal.</param>
public sealed record ReplayedRun(Run Run, int? Line, string? Recorded, string? Replayed)
{
    /// <summary>Whether both journals have the same bytes.</summary>
    public bool IsEqual => Line is null;
}
