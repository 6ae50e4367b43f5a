using BenchmarkDotNet.Attributes;
using Windtunnel.Engine;

namespace Windtunnel.Bench;

/// <summary>The same shapes for BenchmarkDotNet, which measures longer and shows the spread and the allocations.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private readonly EmbeddedEngine _engine = new(new() { MaxMapLength = 100_000 });
    private Dag _layers = null!;
    private Dag _chain = null!;
    private Dag _fan = null!;
    private Dag _mapped = null!;
    private Journal _journal = null!;

    /// <summary>Task instances in each Dag.</summary>
    [Params(1_000, 10_000, 100_000)]
    public int Tasks { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _layers = Shapes.Layers(Tasks).Build();
        _chain = Shapes.Chain(Tasks).Build();
        _fan = Shapes.Fan(Tasks).Build();
        _mapped = Shapes.Mapped(Tasks).Build();
        _journal = Layers().GetAwaiter().GetResult().Journal;
    }

    [Benchmark(Baseline = true)]
    public Task<Run> Layers() => _engine.RunAsync(_layers, new());

    [Benchmark]
    public Task<Run> Chain() => _engine.RunAsync(_chain, new());

    [Benchmark]
    public Task<Run> Fan() => _engine.RunAsync(_fan, new());

    [Benchmark]
    public Task<Run> Mapped() => _engine.RunAsync(_mapped, new());

    [Benchmark]
    public Dag BuildLayers() => Shapes.Layers(Tasks).Build();

    [Benchmark]
    public void SaveJournal() => _journal.Save(Stream.Null);
}
