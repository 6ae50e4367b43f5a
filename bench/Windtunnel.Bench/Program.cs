using System.Text.Json;
using BenchmarkDotNet.Running;
using Windtunnel.Bench;

// bench --quick [--json] [GROUP ...]    every figure once, or those of some groups, in a minute or two; exit code 1: a goal is missed
// bench [--filter X ...]                BenchmarkDotNet's own measurements and options
// bench --object [BYTES]                an object of 5 GB, or so many bytes, through the S3 emulator, in parts and whole
// bench --fuzz [COUNT]                  ten million changed frames, bundles and manifests, or so many
if (args is ["--fuzz", ..])
{
    Fuzzing.Run(args.Length > 1 ? long.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 10_000_000, Console.Out);
    return 0;
}

if (args is ["--object", ..])
{
    long bytes = args.Length > 1 ? long.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5L << 30;
    Emulators.StreamInParts(bytes, Console.Out);
    return 0;
}

if (!args.Contains("--quick"))
{
    BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmarks).Assembly).Run(args);
    return 0;
}

string[] groups = [.. args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal))];
if (Figures.WhyNot(groups) is { } why)
{
    Console.Error.WriteLine($"bench: {why}");
    return 2;
}

bool json = args.Contains("--json");
List<Figure> figures = [];
foreach (Figure figure in Figures.Measure(groups))
{
    figures.Add(figure);
    if (!json)
    {
        Console.WriteLine(figure);
    }
}

int held = figures.Count(figure => figure.IsHeld);
Console.WriteLine(json
    ? JsonSerializer.Serialize(new { figures, held, of = figures.Count },
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true })
    : $"bench: {held} of {figures.Count} goals held");
return held == figures.Count ? 0 : 1;
