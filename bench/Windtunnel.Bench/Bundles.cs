using System.Diagnostics;
using Windtunnel.Consumers;
using Windtunnel.Testing;

namespace Windtunnel.Bench;

/// <summary>Tasks as processes of a native executable, under a supervisor. Measured by the clock on the wall: most of it is done by the
/// kernel and by the processes.</summary>
internal static class Bundles
{
    private const int WarmUp = 50;

    public static IEnumerable<Figure> Measure()
    {
        string executable = Publish();
        yield return Figure.AtMost(15, "MB", "size of a native bundle", new FileInfo(executable).Length / 1e6);
        foreach (Figure figure in Startups.Measure(executable))
        {
            yield return figure;
        }

        BundleTarget target = new(executable);
        Run(target, WarmUp);
        const int Processes = 400;
        TimeSpan took = Run(target, Processes);
        yield return Figure.AtLeast(50, "/s", "bundle processes under a supervisor", Processes / took.TotalSeconds);
    }

    private static TimeSpan Run(BundleTarget target, int processes)
    {
        long began = Stopwatch.GetTimestamp();
        RunRequest request = new() { Conf = $$"""{"processes":{{processes}}}""" };
        Run run = target.RunAsync(BundleDags.Dags.Load("many"), request).GetAwaiter().GetResult();
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        return run.State == RunState.Success && run.Tasks.Count == processes + 1
            ? took
            : throw new InvalidOperationException($"Dag 'many' did not succeed: {run.Reason}.");
    }

    /// <returns>The path of the executable of <c>tests/consumers/Bundle</c>, in native code.</returns>
    private static string Publish()
    {
        string root = Environment.GetEnvironmentVariable("WINDTUNNEL_ROOT") ?? ".";
        string output = Path.Combine(root, "out", "bench", "bundle");
        string project = Path.Combine(root, "tests", "consumers", "Bundle");
        string[] arguments = ["publish", project, "-c", "Release", "-o", output, "-v", "q", "--nologo", "--tl:off"];
        using Process publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        return publish.ExitCode == 0
            ? Path.Combine(output, "Bundle")
            : throw new InvalidOperationException($"The bundle cannot be published:\n{said}");
    }
}
