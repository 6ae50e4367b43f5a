using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Windtunnel.Tests.Runs;

/// <summary>docs/journal.md says what the code does.</summary>
public sealed partial class JournalDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "journal.md"))
        .ReplaceLineEndings("\n");

    [Fact]
    public void Example_InTheDocument_IsWhatTheWriterWrites() =>
        Assert.Equal(JournalWriting.Text(Example()), ExampleBlock().Match(Document).Groups[1].Value);

    [Fact]
    public void Example_InTheDocument_ShowsEveryKind()
    {
        IEnumerable<string> shown = Example().Select(entry => JournalFormat.Text(entry).Split('"')[3]);
        Assert.Equal(JournalFormat.Kinds.Order(), shown.Distinct().Order());
    }

    [Fact]
    public void Table_InTheDocument_NamesEveryFieldOfEveryKind()
    {
        foreach (JournalEntry entry in Example())
        {
            string kind = JournalFormat.Text(entry).Split('"')[3];
            string row = Document.Split('\n').Single(line => line.StartsWith($"| `{kind}` |", StringComparison.Ordinal));
            foreach (PropertyInfo field in entry.GetType()
                .GetProperties(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance))
            {
                Assert.True(row.Contains($"`{Camel(field.Name)}`", StringComparison.Ordinal) || field.Name == "EqualityContract",
                    $"{kind}: {field.Name}");
            }
        }
    }

    [Fact]
    public void Lists_InTheDocument_AreComplete()
    {
        string text = Document.Replace('\n', ' ');
        Assert.All(Enum.GetValues<CauseKind>(), kind =>
            Assert.Contains($"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())}`", text, StringComparison.Ordinal));
        Assert.All(SensitiveKeys.Words, word => Assert.Contains($"`{word}`", text, StringComparison.Ordinal));
    }

    private static Journal Example()
    {
        TaskOutline extract = JournalWriting.Task("extract") with { Retries = 1 };
        TaskOutline price = JournalWriting.Task("price", "extract") with { Mapped = true, Group = "prices" };
        TaskOutline load = JournalWriting.Task("load", "price") with { Kind = "sensor", Rule = TriggerRule.NoneFailed };
        var journal = new Journal();
        DateTimeOffset at = JournalWriting.Origin;
        JournalEntry[] entries =
        [
            JournalWriting.Created(extract, price, load) with
            {
                Seed = 42,
                Conf = """{"day":"2026-01-01"}""",
                Dag = new DagOutline { DagId = "etl", Tags = ["prices"], Tasks = [extract, price, load],
                    Groups = [new GroupOutline("prices", null, false)] },
            },
            new RunStarted { At = at },
            new TaskScheduled { At = at, Task = "extract", Try = 1 },
            new TaskStarted { At = at, Task = "extract", Try = 1 },
            new ConnectionUsed { At = at, Task = "extract", Try = 1, Connection = "prices_api" },
            new FaultApplied
            {
                At = at, Task = "extract", Try = 1, Connection = "prices_api", Fault = "latency 00:00:02", Call = "GET /prices",
            },
            new TaskLogged { At = at.AddSeconds(2), Task = "extract", Try = 1, Level = "warning", Message = "The API is slow." },
            new TaskEnded
            {
                At = at.AddSeconds(2.5), Task = "extract", Try = 1, State = TaskState.UpForRetry,
                Error = new TaskError("System.TimeoutException", "No answer in 2.5 s."), NextAt = at.AddSeconds(302.5),
            },
            new CallbackRan { At = at.AddSeconds(2.5), Task = "extract", Try = 1, Callback = "on_retry" },
            new TaskScheduled { At = at.AddSeconds(302.5), Task = "extract", Try = 2 },
            new TaskStarted { At = at.AddSeconds(302.5), Task = "extract", Try = 2 },
            new TaskLabeled { At = at.AddSeconds(303), Task = "extract", Try = 2, Label = "prices of 2026-01-01" },
            new CountRecorded { At = at.AddSeconds(303), Task = "extract", Try = 2, Name = "rows.read", Value = 2 },
            new XComPushed { At = at.AddSeconds(303), Task = "extract", Try = 2, Key = "return_value", Value = "[10,20]" },
            new TaskEnded { At = at.AddSeconds(303), Task = "extract", Try = 2, State = TaskState.Success },
            new AssetEventEmitted { At = at.AddSeconds(303), Task = "extract", Try = 2, Name = "prices", Uri = "s3://raw/prices" },
            new TaskExpanded { At = at.AddSeconds(303), Task = "price", Length = 2 },
            new TaskDecided
            {
                At = at.AddSeconds(303), Task = "price", MapIndex = 0, State = TaskState.Skipped,
                Cause = new Cause
                {
                    Kind = CauseKind.TriggerRule, Rule = TriggerRule.AllFailed, Counts = new UpstreamCounts(1, 0, 0, 0, 0, 1),
                    By = [new CauseBy("extract", -1, TaskState.Success)],
                },
            },
            new TaskCleared { At = at.AddSeconds(304), Task = "price", MapIndex = 0, MaxTries = 1 },
            new TaskWaiting
            {
                At = at.AddSeconds(305), Task = "load", State = TaskState.None,
                Cause = new Cause { Kind = CauseKind.NoSlot, Detail = "pool 'small' has 1 slot" },
            },
            new FindingMade { At = at.AddSeconds(305), Code = "run.blocked",
                Text = "Nothing can run any more: pool 'small' is too small for 'load'." },
            new RunEnded { At = at.AddSeconds(305), State = RunState.Running, Reason = "blocked" },
            new RunQueued { At = at.AddSeconds(306) },
            new DagChanged { At = at.AddSeconds(307), Dag = new DagOutline { DagId = "etl", Tasks = [extract] } },
        ];
        foreach (JournalEntry entry in entries)
        {
            journal.Append(entry);
        }

        return journal;
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Windtunnel.slnx")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex("```jsonl\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ExampleBlock();
}
