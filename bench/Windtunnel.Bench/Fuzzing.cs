using System.Globalization;
using System.Text.Json;
using Windtunnel.Airflow;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Bench;

/// <summary>Feeds changed frames, bundles' ends and manifests to what reads them. Anything but an answer or the one error that belongs to
/// the reader ends the program.</summary>
internal static class Fuzzing
{
    private const int LongestSeed = 4000;

    public static void Run(long count, TextWriter said)
    {
        byte[][] frames = Frames();
        byte[] manifest = """{"sdk":{"name":"csharp","supervisor_schema_version":"2026-06-16"},"dags":{"d":{"tasks":["t"]}}}"""u8.ToArray();
        byte[] trailer = BundleTrailer.Write(3, 5, new byte[32]);
        var random = new Random(42);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (long i = 0; i < count; i++)
        {
            switch (i % 10)
            {
                case 0:
                    _ = BundleTrailer.Read(Changed(trailer, random));
                    break;
                case 1:
                    _ = BundleManifest.Parse(Changed(manifest, random));
                    break;
                default:
                    Read(Changed(frames[random.Next(frames.Length)], random));
                    break;
            }
        }

        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        said.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"fuzz: {count:#,0} frames, bundles and manifests, no crash, no hang, {grown / 1024:#,0} KiB kept"));
    }

    private static void Read(byte[] bytes)
    {
        try
        {
            _ = FrameCodec.Read(new(bytes));
        }
        catch (ProtocolException)
        {
            // What it answers to anything that is no frame.
        }
    }

    private static byte[][] Frames()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("WINDTUNNEL_ROOT") ?? ".", "tests", "conformance", "frames");
        return
        [
            .. from file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)
               from line in File.ReadLines(file)
               let hex = JsonDocument.Parse(line).RootElement.TryGetProperty("hex", out JsonElement found) ? found.GetString()! : ""
               where hex.Length is > 0 and < 2 * LongestSeed
               select Convert.FromHexString(hex),
        ];
    }

    /// <summary>Some bytes are others, and now and then the end is missing.</summary>
    private static byte[] Changed(byte[] seed, Random random)
    {
        byte[] bytes = random.Next(5) == 0 ? seed[..random.Next(seed.Length)] : [.. seed];
        for (int i = random.Next(8); i > 0 && bytes.Length > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }
}
