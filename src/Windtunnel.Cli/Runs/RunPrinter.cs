using System.Collections.Immutable;
using Spectre.Console;
using Windtunnel.Cli.Json;
using Windtunnel.Environments;

namespace Windtunnel.Cli.Runs;

/// <summary>Shows the progress of <c>windtunnel run</c>: a line for each run, and in a terminal what is running now.</summary>
internal sealed class RunPrinter
{
    private const int MostFailures = 3;

    private readonly Terminal _terminal;
    private readonly int _count;
    private readonly int _nameWidth;
    private readonly bool _json;
    private StatusContext? _status;

    private RunPrinter(Terminal terminal, IReadOnlyList<BundledDag> dags, IReadOnlyList<BundledDag> followers, bool json)
    {
        _terminal = terminal;
        _count = dags.Count;
        _nameWidth = dags.Concat(followers).Select(NameOf).Append("").Max(name => name.Length);
        _json = json;
    }

    /// <param name="terminal">Where it prints.</param>
    /// <param name="dags">What is run.</param>
    /// <param name="followers">What may have a line too.</param>
    /// <param name="json">Whether one document is printed at the end instead.</param>
    public static RunPrinter For(
        Terminal terminal, IReadOnlyList<BundledDag> dags, IReadOnlyList<BundledDag> followers, bool json) =>
        new(terminal, dags, followers, json);

    /// <summary>Does the work, with a line that shows what is going on where a person looks at it.</summary>
    public Task WatchAsync(Func<Task> work) => _json || !_terminal.IsInteractive
        ? work()
        : _terminal.Ansi.Status().StartAsync("Starting", status =>
        {
            _status = status;
            return work();
        });

    public void Begin(BundledDag dag, int before) =>
        _status?.Status(Markup.Escape($"Running {NameOf(dag)} ({before + 1} of {_count})"));

    /// <summary>What came up around a DAG: each service with its reason, and what decided how long it took.</summary>
    public void Up(BundledDag dag, StartReport services)
    {
        if (_json)
        {
            return;
        }

        PrintLine($"{NameOf(dag).PadRight(_nameWidth)}  services");
        foreach (string line in services.ToString().Split('\n', StringSplitOptions.TrimEntries))
        {
            PrintLine($"  {line}");
        }
    }

    public void End(FinishedRun finished)
    {
        if (_json)
        {
            return;
        }

        Print($"{finished.Name.PadRight(_nameWidth)}  ", finished, Result(finished));
        foreach (string line in Details(finished))
        {
            PrintLine($"  {line}");
        }
    }

    public void Close(IReadOnlyList<FinishedRun> finished, string index)
    {
        string path = Terminal.Show(index);
        if (_json)
        {
            _terminal.Json(new RunsJson([.. finished.Select(RunJson.Of)], path), ToolJson.Readable.RunsJson);
            return;
        }

        int succeeded = finished.Count(run => run.ExitCode == ExitCode.Success);
        _terminal.Line();
        _terminal.Line($"{succeeded} of {finished.Count} {(finished.Count == 1 ? "run" : "runs")} succeeded. Report: {path}");
    }

    /// <summary>Through the console that also draws the status line, where there is one, so that neither cuts the other.</summary>
    private void PrintLine(string text)
    {
        if (_status is null)
        {
            _terminal.Line(text);
        }
        else
        {
            _terminal.Ansi.WriteLine(text);
        }
    }

    private void Print(string before, FinishedRun finished, string after)
    {
        if (_status is null)
        {
            _terminal.Line($"{before}{finished.State}{after}");
            return;
        }

        string colour = finished.ExitCode == ExitCode.Success ? "green" : "red";
        _terminal.Ansi.MarkupLine($"{Markup.Escape(before)}[{colour}]{finished.State}[/]{Markup.Escape(after)}");
    }

    private static string Result(FinishedRun finished)
    {
        if (finished is not { Run: { } run, Summary: { } summary })
        {
            return $": {finished.Problem!.Message}";
        }

        string states = string.Join(", ", summary.States.Select(state => $"{state.Value} {state.Key.ToAirflow()}"));
        string time = run.Timings is { } real
            ? $"virtual time {Duration.Text(run.Elapsed)}, real time {Duration.Text(Rounded(real.Elapsed))}"
            : $"{run.Target} took {Duration.Text(Rounded(run.Elapsed))}";
        return $"  {run.Tasks.Count} tasks: {states}; {time}; {Terminal.Show(summary.ReportPath)}";
    }

    /// <summary>What a reader wants to know first of a run that did not succeed.</summary>
    private static IEnumerable<string> Details(FinishedRun finished)
    {
        if (finished.Run is not { } run || finished.ExitCode == ExitCode.Success)
        {
            return [];
        }

        ImmutableArray<TaskInstance> failed = [.. run.Tasks.Where(task => task.State == TaskState.Failed)];
        return
        [
            .. run.Findings.Select(finding => finding.Text),
            .. failed.Take(MostFailures).Select(task => run.Explain(task.TaskId, task.MapIndex).Steps[0].Text),
            .. failed.Skip(MostFailures).Take(1).Select(_ => $"and {failed.Length - MostFailures} more failed tasks: see the report."),
        ];
    }

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));

    private static string NameOf(BundledDag dag) => dag.Dag?.DisplayName ?? dag.Id;
}
