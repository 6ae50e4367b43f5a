namespace Windtunnel.Engine;

/// <summary>Lets a seed decide: each report, start and turn has a draw, and the smallest comes first.</summary>
internal sealed class SeededOrder(Chance chance) : Interleaving
{
    private readonly PriorityQueue<Report, ulong> _reports = new();
    private int _turns;

    public override void Add(Report report) => _reports.Enqueue(report, chance.Report(report.Row));

    public override bool TryNext(Scheduler core, DateTimeOffset now, out Step step)
    {
        Row? next = core.TakeNext();
        ulong? start = next is null ? null : chance.Start(next);
        ulong? report = NextReport();
        ulong? turn = core.NeedsTurn(now) ? chance.Turn(_turns) : null;
        ulong? first = Least(Least(start, report), turn);
        step = default;
        if (next is not null && first != start)
        {
            // Until it starts, one of higher priority may become ready and go first.
            core.GiveBack(next);
        }

        if (first is null)
        {
            return false;
        }

        if (first == start)
        {
            step = new(null, next);
        }
        else if (first == report)
        {
            step = new(_reports.Dequeue(), null);
        }
        else
        {
            _turns++;
        }

        return true;
    }

    private ulong? NextReport()
    {
        while (_reports.TryPeek(out Report? report, out ulong draw))
        {
            if (!report.IsRefused)
            {
                return draw;
            }

            _reports.Dequeue();
        }

        return null;
    }

    private static ulong? Least(ulong? one, ulong? other) => one is null || other < one ? other ?? one : one;
}
