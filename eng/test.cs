// What `windtunnel test` and CI run: restore, build, every test; the counts come from the runners' TRX files.
//   dotnet run --file eng/test.cs -- [project...] [--filter-class X | --filter-method X | --filter-trait X=Y ...]
// The last line is `N passed, N failed` (and `, N skipped`); the exit code is 0 only when nothing failed and something passed.

using System.Diagnostics;
using System.Xml.Linq;

var projects = args.TakeWhile(a => !a.StartsWith('-')).ToList();
var filters = args.Skip(projects.Count).ToList();
var results = Path.GetFullPath("out/tests");
if (Directory.Exists(results))
    Directory.Delete(results, recursive: true);
Directory.CreateDirectory(results);

var clock = Stopwatch.StartNew();
Console.WriteLine("Restoring and building (Release)...");
if (Dotnet(["build", "Windtunnel.slnx", "-c", "Release", "-v", "m", "--nologo", "--tl:off"]) != 0)
    return End(new Counts(0, 1, 0), "The build failed: see the errors above.");

Console.WriteLine($"Built after {clock.Elapsed.TotalSeconds:0} s. Testing...");
var exitCode = filters.Count == 0 && projects.Count == 0
    ? Test(["--solution", "Windtunnel.slnx"])
    : Chosen().Select(p => Test(["--project", p, .. filters, "--ignore-exit-code", "8"])).Aggregate(0, Math.Max);

var counts = Directory.GetFiles(results, "*.trx").Select(Read).Aggregate(new Counts(0, 0, 0), (a, b) => a + b);
Console.WriteLine($"Tested after {clock.Elapsed.TotalSeconds:0} s; results in {Path.GetRelativePath(".", results)}.");
if (counts.Failed == 0 && exitCode != 0)
    return End(counts with { Failed = 1 }, $"No test is recorded as failed, but dotnet test ended with exit code {exitCode}: see above.");
if (counts.Passed + counts.Failed == 0)
    return End(counts with { Failed = 1 }, "No test ran. Check the project names and filters.");
return End(counts);

int Test(string[] what) => Dotnet(["test", "-c", "Release", "--no-build", "--results-directory", results, "--report-trx", .. what]);

// A filter is spelled differently by each framework; ours is xunit's, so the consumers of other frameworks are left out.
IEnumerable<string> Chosen() => Directory.GetFiles("tests", "*.csproj", SearchOption.AllDirectories)
    .Where(p => projects.Count == 0
        ? !p.Split(Path.DirectorySeparatorChar).Contains("consumers")
        : projects.Contains(Path.GetFileNameWithoutExtension(p), StringComparer.OrdinalIgnoreCase))
    .Order(StringComparer.Ordinal);

static int Dotnet(string[] arguments)
{
    using var process = Process.Start("dotnet", arguments);
    process.WaitForExit();
    return process.ExitCode;
}

static Counts Read(string trx)
{
    var outcomes = XDocument.Load(trx).Descendants().Where(e => e.Name.LocalName == "UnitTestResult")
        .Select(e => (string?)e.Attribute("outcome")).ToList();
    var passed = outcomes.Count(o => o == "Passed");
    var skipped = outcomes.Count(o => o == "NotExecuted");
    return new Counts(passed, outcomes.Count - passed - skipped, skipped);
}

static int End(Counts counts, string? problem = null)
{
    if (problem is not null)
        Console.WriteLine(problem);
    Console.WriteLine($"{counts.Passed} passed, {counts.Failed} failed" + (counts.Skipped > 0 ? $", {counts.Skipped} skipped" : ""));
    return counts.Failed == 0 ? 0 : 1;
}

sealed record Counts(int Passed, int Failed, int Skipped)
{
    public static Counts operator +(Counts a, Counts b) =>
        new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);
}
