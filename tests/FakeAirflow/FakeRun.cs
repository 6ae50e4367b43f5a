using System.Text.Json;
using Windtunnel.Engine;

namespace Windtunnel.FakeAirflow;

/// <summary>A run on the fake: the embedded engine ran it, and the fake lets it be seen bit by bit.</summary>
internal sealed class FakeRun(Dag dag, string runId, RunRequest request, string? note, IReadOnlyCollection<Dag>? others = null)
{
    private JournalEntry[] _all = [];
    private FakeRun[] _setOff = [];
    private int _seen = 1;

    public Dag Dag => dag;

    public string RunId => runId;

    public DateTimeOffset? LogicalDate { get; private init; } = request.LogicalDate;


    public JsonElement Conf => JsonElement.Parse(request.Conf ?? "{}");

    public string? Note => note;

    /// <summary>The state that somebody set; null when nobody did.</summary>
    public RunState? Marked { get; set; }

    /// <summary>The answers that were given, by task.</summary>
    private Dictionary<string, ScriptedAnswer> Answers { get; } = [];

    /// <summary>What can be seen of it now.</summary>
    public Run Now { get; private set; } = null!;

    public RunState State => Marked ?? (Now.Reason == "blocked" ? RunState.Running : Now.State);

    public bool IsFinished => State is RunState.Success or RunState.Failed;

    /// <summary>Runs it to its end, of which nothing can be seen yet.</summary>
    public async Task PlayAsync()
    {
        RunRequest answered = request with { Answers = request.Answers.SetItems(Answers) };
        IReadOnlyList<Run> runs = await new EmbeddedEngine().RunAsync(dag, others ?? [], answered);
        _setOff = [.. runs.Skip(1).Select(run => Following(others!.Single(one => one.Id == run.DagId), run, request))];
        See(runs[0]);
    }

    /// <summary>What it set off among the others: once, when it is finished.</summary>
    public FakeRun[] TakeSetOff()
    {
        if (!IsFinished)
        {
            return [];
        }

        (FakeRun[] taken, _setOff) = (_setOff, []);
        return taken;
    }

    private static FakeRun Following(Dag dag, Run played, RunRequest request)
    {
        var run = new FakeRun(dag, played.RunId, request with { Conf = null }, note: null) { LogicalDate = played.LogicalDate };
        run.See(played);
        return run;
    }

    private void See(Run played)
    {
        // What nobody answered is not over, whatever the engine says of a run that cannot go on.
        _all = [.. played.Journal.Where(entry => entry is not (FindingMade or RunEnded { Reason: "blocked" } or TaskWaiting))];
        Show();
    }

    /// <summary>Lets a bit more be seen, unless something holds it.</summary>
    public void Step(Func<FakeRun, JournalEntry, bool> isHeld)
    {
        int until = Math.Min(_all.Length, _seen + Math.Max(1, _all.Length / 6));
        while (_seen < until && !isHeld(this, _all[_seen]))
        {
            _seen++;
        }

        Show();
    }

    public Task AnswerAsync(string task, ScriptedAnswer answer)
    {
        Answers[task] = answer;
        return PlayAsync();
    }

    private void Show()
    {
        var journal = new Journal();
        foreach (JournalEntry entry in _all.Take(_seen))
        {
            journal.Append(entry);
        }

        Now = new Run(journal);
    }
}
