using Windtunnel.Tests.Runs;

namespace Windtunnel.Insights.Tests;

/// <summary>Runs to report on, written by hand.</summary>
internal static class SampleRuns
{
    /// <summary>Retries, a deferral, a mapped task with a failure, a branch, groups, logs, XComs, counts, assets and a finding.</summary>
    public static Run Eventful()
    {
        TaskOutline[] tasks =
        [
            JournalWriting.Task("extract") with { Retries = 2, Doc = "Reads the day's orders from the API." },
            JournalWriting.Task("wait_for_rates") with { Kind = "deferrable" },
            JournalWriting.Task("prices.price", "extract", "wait_for_rates") with { Mapped = true, Group = "prices" },
            JournalWriting.Task("prices.total", "prices.price") with { Group = "prices" },
            JournalWriting.Task("route", "extract") with { Kind = "branch" },
            JournalWriting.Task("load", "prices.total") with { Retries = 1 },
            JournalWriting.Task("report", "route"),
            JournalWriting.Task("archive", "route"),
            JournalWriting.Task("notify", "load", "report", "archive") with { Rule = TriggerRule.AllDone },
        ];
        var writing = new JournalWriting(JournalWriting.Created(tasks) with
        {
            Seed = 42,
            Conf = """{"day":"2026-01-01"}""",
            Dag = new DagOutline
            {
                DagId = "orders_etl",
                Tasks = [.. tasks],
                Groups = [new GroupOutline("prices", null, false)],
                Doc = "Orders of a day."
            },
            DagId = "orders_etl",
        });
        writing.Scheduled("extract").Scheduled("wait_for_rates").Started("extract")
            .Logged("extract", "info", "GET /orders?day=2026-01-01").At(4).Logged("extract", "warning", "503, giving up")
            .Ended("extract", TaskState.UpForRetry, error: "Response status code does not indicate success: 503 (Service Unavailable).",
                next: 304)
            .Started("wait_for_rates").At(5).Ended("wait_for_rates", TaskState.Deferred, next: 900)
            .At(304).Scheduled("extract", 2).Started("extract", 2).At(309.5).Counted("extract", "rows.read", 12_480, 2)
            .Pushed("extract", """[{"id":1,"price":10.5},{"id":2,"price":20}]""", 2).Ended("extract", TaskState.Success, 2)
            .Add(new AssetEventEmitted
            {
                At = JournalWriting.Origin.AddSeconds(309.5),
                Task = "extract",
                Name = "orders",
                Uri = "s3://raw/orders"
            })
            .Scheduled("route").Started("route").At(310).Ended("route", TaskState.Success)
            .Decided("archive", TaskState.Skipped,
                new Cause { Kind = CauseKind.Branch, By = [new CauseBy("route", -1, TaskState.Success)] })
            .Scheduled("report").Started("report").At(330).Ended("report", TaskState.Success)
            .At(620).Scheduled("wait_for_rates").Started("wait_for_rates").At(622).Ended("wait_for_rates", TaskState.Success)
            .Expanded("prices.price", 24);
        for (int index = 0; index < 24; index++)
        {
            writing.At(622).Scheduled("prices.price", index: index).At(622 + (index / 6 * 10)).Started("prices.price", index: index)
                .At(630 + (index / 6 * 10) + (index % 3))
                .Ended("prices.price", index == 17 ? TaskState.Failed : TaskState.Success, index: index, error: index == 17
                    ? "No rate for XAU." : null);
        }

        Cause failed = new()
        {
            Kind = CauseKind.TriggerRule,
            Rule = TriggerRule.AllSuccess,
            Counts = new UpstreamCounts(23, 0, 1, 0, 0, 24),
            By = [new CauseBy("prices.price", 17, TaskState.Failed)],
        };
        writing.At(664).Decided("prices.total", TaskState.UpstreamFailed, failed)
            .Decided("load", TaskState.UpstreamFailed, failed with
            {
                Counts = new UpstreamCounts(0, 0, 0, 1, 0, 1),
                By = [new CauseBy("prices.total", -1, TaskState.UpstreamFailed)],
            })
            .Ran("notify").At(665)
            .Add(new FindingMade
            {
                At = JournalWriting.Origin.AddSeconds(665),
                Code = "stub.unused",
                Text = "The stub bound to 'warehouse' was never called. Remove it, or let 'load' run.",
            })
            .RunEnded(RunState.Success);
        return new Run(writing.Journal, Timings());
    }

    /// <summary>One mapped task with this many instances, of which every hundredth failed.</summary>
    public static Run Wide(int instances)
    {
        var writing = new JournalWriting(JournalWriting.Task("list"), JournalWriting.Task("work", "list") with { Mapped = true });
        writing.Ran("list").Expanded("work", instances);
        for (int index = 0; index < instances; index++)
        {
            bool fails = index % 100 == 99;
            writing.At(index / 16).Started("work", index: index).Logged("work", "info", $"item {index}", index: index)
                .Pushed("work", $"{index}", index: index)
                .At((index / 16) + 1)
                .Ended("work", fails ? TaskState.Failed : TaskState.Success, index: index, error: fails ? $"item {index} is bad" : null);
        }

        return writing.RunEnded(RunState.Failed, "task_failure").Run;
    }

    /// <summary>Layers of ten tasks, each waiting for three of the layer before, without groups.</summary>
    public static Run Deep(int tasks)
    {
        TaskOutline[] outline =
        [
            .. Enumerable.Range(0, tasks).Select(at => JournalWriting.Task(
                $"t{at}",
                at < 10 ? [] : [.. Enumerable.Range(0, 3).Select(edge => $"t{((at / 10) - 1) * 10 + ((at + (edge * 3)) % 10)}")])),
        ];
        var writing = new JournalWriting(outline);
        foreach (TaskOutline task in outline)
        {
            writing.Ran(task.Id);
        }

        return writing.RunEnded(RunState.Success).Run;
    }

    /// <summary>Every text that a DAG, a body or a user can choose is an attack on the page.</summary>
    public static Run Hostile()
    {
        const string Attack = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{data}}";
        TaskOutline[] tasks = [JournalWriting.Task(Attack) with { Doc = Attack, Kind = Attack, Group = Attack },
            JournalWriting.Task("next", Attack)];
        var writing = new JournalWriting(JournalWriting.Created(tasks) with
        {
            DagId = Attack,
            RunId = Attack,
            Target = Attack,
            Conf = Attack,
            Params = Attack,
            PartitionKey = Attack,
            Dag = new DagOutline { DagId = Attack, Tasks = [.. tasks], Groups = [new GroupOutline(Attack, null, false)], Doc = Attack },
        });
        return writing.Started(Attack).Logged(Attack, Attack, Attack).Pushed(Attack, Attack, key: Attack).Counted(Attack, Attack, 1)
            .Add(new CallbackRan
            {
                At = JournalWriting.Origin,
                Task = Attack,
                Callback = Attack,
                Error = new TaskError(Attack, Attack, Attack)
            })
            .Add(new AssetEventEmitted
            {
                At = JournalWriting.Origin,
                Task = Attack,
                Name = Attack,
                Uri = Attack,
                Extra = Attack,
                PartitionKey = Attack
            })
            .Ended(Attack, TaskState.Failed, error: Attack)
            .Decided("next", TaskState.UpstreamFailed,
                new Cause { Kind = CauseKind.Setup, Detail = Attack, By = [new CauseBy(Attack, -1, TaskState.Failed)] })
            .Add(new FindingMade { At = JournalWriting.Origin, Code = Attack, Text = Attack })
            .RunEnded(RunState.Failed, Attack).Run;
    }

    private static RunTimings Timings()
    {
        var timings = new RunTimings();
        timings.Add(new TaskTiming("extract", -1, 1, 0, 900, 2100));
        timings.Add(new TaskTiming("wait_for_rates", -1, 1, 0, 3100, 400));
        timings.Add(new TaskTiming("extract", -1, 2, 0, 3600, 4400));
        for (int index = 0; index < 24; index++)
        {
            timings.Add(new TaskTiming("prices.price", index, 1, 0, 8200 + (index * 300), 280));
        }

        return timings;
    }
}
