namespace Windtunnel.Engine;

/// <summary>Lists everything that may happen next and lets a choice be made among it: reports first, then a turn, then starts.</summary>
/// <remarks>The first of each list is what the fixed order would do. Costs the number of rows for each step.</remarks>
internal abstract class ChosenOrder : Interleaving
{
    private readonly List<Report> _reports = [];
    private readonly List<Step> _steps = [];
    private readonly List<int> _choices = [];

    /// <summary>The choices made so far, where there was one to make. With it the run can be repeated.</summary>
    public OrderText Text => OrderText.Of(_choices);

    /// <summary>Bodies that are over and wait to be heard.</summary>
    public IReadOnlyList<Report> Reports => _reports;

    public override void Add(Report report) => _reports.Add(report);

    public override bool TryNext(Scheduler core, DateTimeOffset now, out Step step)
    {
        List(core, now);
        step = default;
        if (_steps.Count == 0)
        {
            return false;
        }

        int choice = Choose(core, now, _steps);
        if (IsOver)
        {
            return false;
        }

        if (_steps.Count > 1)
        {
            _choices.Add(choice);
        }

        step = _steps[choice];
        if (step.Report is { } report)
        {
            _reports.Remove(report);
        }
        else if (step.Start is { } start)
        {
            core.Take(start);
        }

        return true;
    }

    /// <summary>The index of the step that comes next; called for a single one too.</summary>
    protected abstract int Choose(Scheduler core, DateTimeOffset now, IReadOnlyList<Step> steps);

    private void List(Scheduler core, DateTimeOffset now)
    {
        _reports.RemoveAll(report => report.IsRefused);
        _reports.Sort(static (one, other) =>
            (one.Row.Task.Rank, one.Row.MapIndex).CompareTo((other.Row.Task.Rank, other.Row.MapIndex)));
        _steps.Clear();
        _steps.AddRange(_reports.Select(report => new Step(report, null)));
        if (core.NeedsTurn(now))
        {
            _steps.Add(default);
        }

        _steps.AddRange(core.Startable().Select(row => new Step(null, row)));
    }
}

/// <summary>Repeats an order that was found earlier.</summary>
internal sealed class RepeatedOrder(OrderText text) : ChosenOrder
{
    private int _made;

    protected override int Choose(Scheduler core, DateTimeOffset now, IReadOnlyList<Step> steps)
    {
        int choice = steps.Count > 1 ? text[_made++] : 0;
        return choice < steps.Count ? choice : throw new InvalidOperationException(
            $"The order '{text}' takes number {choice} of {steps.Count} in choice {_made}, so it belongs to another DAG or another "
            + "version of it. Explore the DAG again.");
    }
}
