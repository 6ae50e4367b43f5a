using Windtunnel.Engine;

namespace Windtunnel.Bench;

/// <summary>All figures with their goals. Each is measured in seconds, so that all take less than a minute.</summary>
internal static class Figures
{
    private static readonly EmbeddedEngine Engine = new();
    private static readonly RunRequest Request = new();

    // Each group is measured when it is enumerated.
    private static readonly (string Name, Func<IEnumerable<Figure>> Measure)[] Groups =
    [
        ("engine", () => Throughput()
            .Concat(Shape("chain", Shapes.Chain))
            .Concat(Shape("fan", Shapes.Fan))
            .Concat(MappedShape())
            .Concat(Building())
            .Concat(Waiting())
            .Concat(Journals())
            .Concat(Deployments())),
        ("stubs", Stubs.Measure),
        ("databases", Databases.Measure),
        ("emulators", Emulators.Measure),
        ("messages", Messages.Measure),
        ("bundles", Bundles.Measure),
    ];

    /// <summary>Why groups of these names cannot be measured; null: they can.</summary>
    public static string? WhyNot(IEnumerable<string> groups) =>
        groups.FirstOrDefault(name => Groups.All(group => group.Name != name)) is { } unknown
            ? $"There is no group '{unknown}' of figures. Name some of: {string.Join(", ", Groups.Select(group => group.Name))}."
            : null;

    /// <summary>Measured when it is enumerated, one after the other.</summary>
    /// <param name="groups">The names of the groups to measure; empty: all.</param>
    public static IEnumerable<Figure> Measure(IReadOnlyCollection<string> groups) =>
        Groups.Where(group => groups.Count == 0 || groups.Contains(group.Name)).SelectMany(group => group.Measure());

    private static IEnumerable<Figure> Throughput()
    {
        double thousand = PerTask(Shapes.Layers(1_000), 1_000).TotalSeconds;
        yield return Figure.AtLeast(100_000, "/s", "task instances of a 1,000-task Dag", 1 / thousand);
        TimeSpan[] perTask = [.. new[] { 1, 10, 100, 1_000 }.Select(each => PerTask(Shapes.MappedLayers(each), 1_000 * each))];
        yield return Figure.AtMost(1.5, "", "time per instance, worst of 1k to 1M to best", perTask.Max() / perTask.Min());
        Dag dag = Shapes.Layers(10_000).Build();
        yield return Figure.AtMost(1_500, "bytes", "memory per task instance", Cost.BytesHeldBy(() => Run(dag)) / 10_000.0);
    }

    /// <summary>Time per task, ten times the tasks to one time the tasks.</summary>
    private static IEnumerable<Figure> Shape(string name, Func<int, Dag> make)
    {
        double growth = PerTask(make(100_000), 100_000) / PerTask(make(10_000), 10_000);
        yield return Figure.AtMost(1.5, "", $"{name} of 100,000 to 10,000, time per task", growth);
    }

    private static IEnumerable<Figure> MappedShape()
    {
        var engine = new EmbeddedEngine(new() { MaxMapLength = 100_000 });
        double growth = PerTask(Shapes.Mapped(100_000), 100_000, engine) / PerTask(Shapes.Mapped(10_000), 10_000, engine);
        yield return Figure.AtMost(1.5, "", "map of 100,000 to 10,000, time per instance", growth);
    }

    private static IEnumerable<Figure> Building()
    {
        TimeSpan small = Cost.Of(() => Shapes.Layers(1_000).Build(), 30) / 1_000;
        TimeSpan large = Cost.Of(() => Shapes.Layers(100_000).Build(), 3) / 100_000;
        yield return Figure.AtMost(2, "", "building 100,000 tasks to 1,000, time per task", large / small);
    }

    private static IEnumerable<Figure> Waiting()
    {
        Dag second = Shapes.Waits(TimeSpan.FromSeconds(1)).Build();
        Dag year = Shapes.Waits(TimeSpan.FromDays(365)).Build();
        TimeSpan ofSecond = Cost.Of(() => Repeat(200, second), 5);
        TimeSpan ofYear = Cost.Of(() => Repeat(200, year), 5);
        yield return Figure.AtMost(1.5, "", "a virtual year to a virtual second", ofYear / ofSecond);
    }

    private static IEnumerable<Figure> Journals()
    {
        Journal journal = Run(Shapes.Layers(20_000).Build()).Journal;
        using var file = new MemoryStream();
        journal.Save(file);
        double megabytes = file.Length / 1e6;
        TimeSpan saving = Cost.Of(() => journal.Save(Stream.Null), 5);
        TimeSpan loading = Cost.Of(() => Journal.Load(new MemoryStream(file.ToArray()), "bench"), 5);
        yield return Figure.AtLeast(50, "MB/s", "saving a journal", megabytes / saving.TotalSeconds);
        yield return Figure.AtLeast(30, "MB/s", "loading a journal", megabytes / loading.TotalSeconds);
    }

    private static IEnumerable<Figure> Deployments()
    {
        TimeSpan year = Cost.Of(() => Years.Advance(dags: 50, days: 365), 1);
        yield return Figure.AtMost(30, "s", "ten years of 50 daily Dags, from one year", 10 * year.TotalSeconds);
        TimeSpan one = Cost.Of(() => Years.Advance(dags: 1, days: 365), 3);
        yield return Figure.AtMost(0.25, "s", "365 daily runs", one.TotalSeconds);
        double growth = (double)Cost.BytesHeldBy(() => Years.OfAssets(3_650)) / Cost.BytesHeldBy(() => Years.OfAssets(365));
        yield return Figure.AtMost(1.5, "", "memory after ten years of assets to one", growth);
    }

    private static TimeSpan PerTask(Dag dag, int size, EmbeddedEngine? engine = null)
    {
        dag.Build();
        int times = size > 100_000 ? 1 : Math.Clamp(200_000 / size, 3, 40);
        return Cost.Of(() => Run(dag, engine), times) / size;
    }

    private static void Repeat(int times, Dag dag)
    {
        for (int i = 0; i < times; i++)
        {
            Run(dag);
        }
    }

    private static Run Run(Dag dag, EmbeddedEngine? engine = null)
    {
        Run run = (engine ?? Engine).RunAsync(dag, Request).GetAwaiter().GetResult();
        return run.Journal[^1] is RunEnded { State: RunState.Success }
            ? run
            : throw new InvalidOperationException($"Dag '{dag.Id}' did not succeed: {run.Reason}.");
    }
}
