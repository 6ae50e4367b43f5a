using System.Diagnostics;
using System.Text.Json;
using Windtunnel.Consumers;

namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>A runtime that is not ours, written in Python, asks everything that was recorded with a real Airflow.</summary>
public sealed class ForeignRuntimeTests
{
    private const string Script = """
        #!/usr/bin/env python3
        import json, socket, struct, sys
        def connect(option):
            host, port = next(a for a in sys.argv if a.startswith(option)).split("=")[1].split(":")
            return socket.create_connection((host, int(port)))
        comm, logs = connect("--comm="), connect("--logs=")
        stream = comm.makefile("rb")
        def answer(): return stream.read(struct.unpack(">I", stream.read(4))[0])
        answer()
        for line in open("FRAMES"):
            frame = json.loads(line)
            if frame["dir"] == "out":
                payload = bytes.fromhex(frame["hex"])
                comm.sendall(struct.pack(">I", len(payload)) + payload)
                print(frame["frame"][1]["type"], len(answer()) > 0, flush=True)
        """;

    /// <summary>What the embedded engine does not have is refused, not left without an answer; the last request ends the task.</summary>
    [Fact]
    public async Task Runtime_ThatAsksEverything_GetsAnAnswerToEach()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !HasPython(), "There is no python3 here to write another runtime in.");
        string frames = Path.Combine(AppContext.BaseDirectory, "frames", "every-request-with-its-reply.jsonl");
        string[] asked = [.. File.ReadLines(frames).Select(line => JsonElement.Parse(line))
            .Where(frame => frame.GetProperty("dir").GetString() == "out")
            .Select(frame => frame.GetProperty("frame")[1].GetProperty("type").GetString()!)];
        await using var folder = new TempDirectory();
        string runtime = folder.With("runtime", Script.Replace("FRAMES", frames, StringComparison.Ordinal)).PathOf("runtime");
#pragma warning disable CA1416 // Skipped on Windows.
        File.SetUnixFileMode(runtime, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416

        Run run = await new BundleTarget(runtime).RunAsync(
            BundleDags.Dags.Load("python"), new(), TestContext.Current.CancellationToken);

        Assert.Equal(
            asked.Select(type => $"{type} True"),
            run.Journal.OfType<TaskLogged>().Where(line => line.Level == "info").Select(line => line.Message));
        Assert.InRange(asked.Distinct().Count(), 40, 60);
    }

    private static bool HasPython()
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", "--version") { RedirectStandardOutput = true })!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
