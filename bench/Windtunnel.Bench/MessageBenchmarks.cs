using BenchmarkDotNet.Attributes;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Bench;

/// <summary>One message between a bundle and its supervisor, for BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class MessageBenchmarks
{
    private readonly FrameStream _nowhere = new(Stream.Null);
    private readonly byte[] _small = Messages.Written(Messages.Small);
    private SetXCom _large = null!;
    private byte[] _largeFrame = null!;

    [GlobalSetup]
    public void Build()
    {
        _large = Messages.Small with { Value = new(Messages.LargeText()) };
        _largeFrame = Messages.Written(_large);
    }

    [Benchmark(Baseline = true)]
    public void WriteSmall() => _nowhere.WriteRequest(new(1, Messages.Small));

    [Benchmark]
    public object? ReadSmall() => Read(_small);

    [Benchmark]
    public void Write100Megabytes() => _nowhere.WriteRequest(new(1, _large));

    [Benchmark]
    public object? Read100Megabytes() => Read(_largeFrame);

    private static Frame? Read(byte[] frame)
    {
        using var bytes = new MemoryStream(frame);
        return new FrameStream(bytes).Read();
    }
}
