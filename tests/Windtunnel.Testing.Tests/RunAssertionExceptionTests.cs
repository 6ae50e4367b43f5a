using System.Text;
using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace Windtunnel.Testing.Tests;

public sealed partial class RunAssertionExceptionTests
{
    [Fact]
    public void Exception_ToATestFramework_IsAnAssertionFailure()
    {
        var failure = Assert.Throws<RunAssertionException>(() => HandMadeRun.Green.ShouldFail());
        Assert.Equal(FailureCause.Assertion, ExceptionUtility.ExtractMetadata(failure).Cause);
    }

    [Fact]
    public void Message_OfAFailure_NamesAJournalThatHoldsTheRun()
    {
        Run run = HandMadeRun.FailedLoad;
        var failure = Assert.Throws<RunAssertionException>(() => run.ShouldSucceed());
        string path = ReplayCommand().Match(failure.Message).Groups["path"].Value;

        Assert.Equal(Text(run.Journal), File.ReadAllText(path));
        Assert.Same(run, failure.Run);
    }

    [Fact]
    public void Message_WhenTheJournalCannotBeKept_StillTellsTheFailure()
    {
        Run run = new HandMadeRun(7, HandMadeRun.Task("unkept")).Ends(RunState.Success, "success");
        string path = ReplayCommand().Match(Assert.Throws<RunAssertionException>(() => run.ShouldFail()).Message).Groups["path"].Value;
        File.Delete(path);
        Directory.CreateDirectory(path);
        try
        {
            string message = Assert.Throws<RunAssertionException>(() => run.ShouldFail()).Message;
            Assert.Contains("should have ended as failed", message, StringComparison.Ordinal);
            Assert.Contains($"The journal could not be kept at {path}: ", message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(path);
        }
    }

    [Fact]
    public void Message_WithALongTimeline_KeepsTheEndAndSaysWhatIsLeftOut()
    {
        var run = new HandMadeRun(1, HandMadeRun.Task("poll")).Does(new RunStarted { At = HandMadeRun.Start });
        for (int @try = 1; @try <= 40; @try++)
        {
            run.Waits(1.Minutes()).Runs("poll", @try, TaskState.Failed, $"Try {@try} went wrong");
        }

        string message = Failure.Of(() => run.Ends(RunState.Failed, "task_failure").ShouldSucceed());
        Assert.Contains("(60 earlier lines are in the journal)", message, StringComparison.Ordinal);
        Assert.Contains("poll, try 40: failed", message, StringComparison.Ordinal);
        Assert.DoesNotContain("poll, try 30: failed", message, StringComparison.Ordinal);
    }

    private static string Text(Journal journal)
    {
        using var stream = new MemoryStream();
        journal.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [GeneratedRegex("""Replay: windtunnel replay "(?<path>[^"]+)"$""")]
    private static partial Regex ReplayCommand();
}
