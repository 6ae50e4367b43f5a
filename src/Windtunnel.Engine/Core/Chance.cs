using System.Numerics;
using System.Text;

namespace Windtunnel.Engine;

/// <summary>Every open choice, decided by one seed. A choice depends on the seed and on what it is about, never on what was drawn before,
/// so that adding a task does not change the choices about others.</summary>
/// <remarks>The algorithms are part of the contract: FNV-1a (64 bit) over names, mixed by SplitMix64, drives PCG-XSH-RR 64/32.
/// A change of them is a breaking change, since a seed in a bug report must stay valid.</remarks>
internal sealed class Chance(ulong? seed)
{
    /// <summary>What decides between scheduled rows of equal priority; 0 for all without a seed: then the fixed order stands.</summary>
    public ulong Order(Row row) => seed is null ? 0 : Draw("order", row);

    /// <summary>The numbers a task body draws.</summary>
    public Random ForBody(Row row) => new Pcg(Draw("body", row), Hash(row.Task.Id));

    public ulong? Seed => seed;

    /// <summary>When a body that is over is heard, compared with what else may happen at the instant: the smallest draw comes
    /// first.</summary>
    public ulong Report(Row row) => Draw("report", row) >> Haste("report");

    /// <summary>The same for the start of a row that has its slots.</summary>
    public ulong Start(Row row) => Draw("start", row) >> Haste("start");

    /// <summary>The same for the scheduler's n-th turn.</summary>
    public ulong Turn(int number) => Mix(Mix((seed ?? 0) ^ Hash("turn")) ^ (ulong)number) >> Haste("turn");

    /// <summary>The eight characters that make a run id unique, in Airflow's alphabet.</summary>
    public string Suffix(string dagId, int number)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        ulong draw = Mix((seed ?? 0) ^ Hash(dagId) ^ Mix((ulong)number));
        return string.Create(8, draw, static (text, value) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[(int)(value % (ulong)Alphabet.Length)];
                value /= (ulong)Alphabet.Length;
            }
        });
    }

    /// <summary>Some seeds let one kind of thing nearly always come first: a scheduler that is quick, or workers that are.</summary>
    private int Haste(string of) => 8 * (int)(Mix((seed ?? 0) ^ Hash("haste") ^ Hash(of)) % 3);

    private ulong Draw(string purpose, Row row)
    {
        ulong hash = Mix((seed ?? 0) ^ Hash(purpose));
        hash = Mix(hash ^ Hash(row.Run.Info.DagId));
        hash = Mix(hash ^ Hash(row.Run.Info.RunId));
        hash = Mix(hash ^ Hash(row.Task.Id));
        return Mix(hash ^ (((ulong)(uint)row.MapIndex << 32) | (uint)row.Try));
    }

    /// <summary>FNV-1a over the UTF-8 text.</summary>
    internal static ulong Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    internal static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return hash;
    }

    /// <summary>One step of SplitMix64.</summary>
    internal static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>PCG-XSH-RR 64/32 (O'Neill, 2014) behind .NET's <see cref="Random"/>.</summary>
internal sealed class Pcg : Random
{
    private readonly ulong _increment;
    private ulong _state;

    public Pcg(ulong seed, ulong stream)
    {
        _increment = (stream << 1) | 1;
        Step();
        _state += seed;
        Step();
    }

    /// <inheritdoc/>
    public override int Next() => Next(0, int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue) => Next(0, maxValue);

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)(((ulong)Draw() * (ulong)((long)maxValue - minValue)) >> 32));
    }

    /// <inheritdoc/>
    public override long NextInt64() => NextInt64(0, long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue + (long)Math.BigMul(Wide(), (ulong)(maxValue - minValue), out _);
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)(Draw() >> 24);
        }
    }

    /// <inheritdoc/>
    public override float NextSingle() => (Draw() >> 8) * (1f / (1 << 24));

    /// <inheritdoc/>
    public override double NextDouble() => Sample();

    /// <inheritdoc/>
    protected override double Sample() => (Wide() >> 11) * (1.0 / (1ul << 53));

    private ulong Wide() => ((ulong)Draw() << 32) | Draw();

    private uint Draw()
    {
        ulong old = _state;
        Step();
        uint xorShifted = (uint)(((old >> 18) ^ old) >> 27);
        return BitOperations.RotateRight(xorShifted, (int)(old >> 59));
    }

    private void Step() => _state = (_state * 6364136223846793005) + _increment;
}
