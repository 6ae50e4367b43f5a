namespace Windtunnel.Engine.Tests.Tries;

public sealed class RetryTests
{
    [Theory]
    [InlineData(0, "0-0 failed")]
    [InlineData(1, "0-0 up_for_retry, 300-300 failed")]
    [InlineData(2, "0-0 up_for_retry, 300-300 up_for_retry, 600-600 failed")]
    public async Task Failure_WithRetries_IsRepeatedAfterTheDelay(int retries, string stints)
    {
        var dag = new Dag("d");
        dag.Fails("t", new() { Retries = retries });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(stints, run.Stints("t"));
        Assert.Equal(retries + 1, run.Task("t").TryNumber);
    }

    /// <summary>Vectors of Airflow's own (semantics, §23.1).</summary>
    [Theory]
    [InlineData("2024-01-01T00:00:00Z", 300, 2, null, "521 817 1518 4341 9117")]
    [InlineData(null, 300, 2, null, "313 890 1398")]
    [InlineData("2024-01-01T00:00:00Z", 10, 3, null, "11 37 108")]
    [InlineData("2024-01-01T00:00:00Z", 0, 2, null, "1")]
    [InlineData("2024-01-01T00:00:00Z", 300, 2, 600, "521 600 600 600")]
    [InlineData("2024-01-01T00:00:00Z", 300, 1, null, "300 300 300")]
    [InlineData("2024-01-01T00:00:00Z", 300, 0, null, "300 300")]
    public void Wait_AfterEachTry_IsAirflows(string? date, int delay, double multiplier, int? most, string waits)
    {
        string[] expected = waits.Split(' ');
        DateTimeOffset? logicalDate = date is null ? null : DateTimeOffset.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
        var backoff = new RetryBackoff(multiplier, most is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        IEnumerable<double> actual = expected.Select((_, i) =>
            RetryTimes.Wait("d", "t", logicalDate, i + 1, TimeSpan.FromSeconds(delay), backoff).TotalSeconds);

        Assert.Equal(waits, string.Join(' ', actual));
    }

    [Theory]
    [InlineData(300, 2, 12, 86_400)]
    [InlineData(300, 10, 300, 86_400)]
    [InlineData(100, 0.5, 2, 67)]
    public void Wait_OfLateTriesAndSmallMultipliers_IsAirflows(int delay, double multiplier, int failedTry, double expected) =>
        Assert.Equal(expected, RetryTimes.Wait("d", "t", new(2024, 1, 1, 0, 0, 0, default), failedTry, TimeSpan.FromSeconds(delay),
            new(multiplier)).TotalSeconds);

    [Fact]
    public async Task RetryAfter_FromABody_ReplacesTheDelayOnce()
    {
        var dag = new Dag("d");
        dag.Task("t", context => context.TryNumber switch
        {
            1 => throw Outcome.RetryAfter(TimeSpan.FromSeconds(7), "Not yet."),
            2 => throw new InvalidOperationException("Fails."),
            _ => 1,
        }, new TaskSpec { Retries = 5 });
        Assert.Equal("0-0 up_for_retry, 7-7 up_for_retry, 307-307 success", (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Fact]
    public async Task Fail_FromABody_IsNotRetried()
    {
        var dag = new Dag("d");
        dag.Task("t", (Action<TaskContext>)(_ => throw Outcome.Fail("Hopeless.")), new() { Retries = 5 });
        Assert.Equal("0-0 failed", (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Fact]
    public async Task Skip_FromABody_IsNotRetried()
    {
        var dag = new Dag("d");
        dag.Skips("t", new() { Retries = 5 });
        Assert.Equal("0-0 skipped", (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Theory]
    [InlineData(RetryAction.Fail, null, "0-0 failed")]
    [InlineData(RetryAction.Retry, 2, "0-0 up_for_retry, 2-2 up_for_retry, 4-4 failed")]
    [InlineData(RetryAction.Retry, null, "0-0 up_for_retry, 300-300 up_for_retry, 600-600 failed")]
    [InlineData(RetryAction.Default, 2, "0-0 up_for_retry, 300-300 up_for_retry, 600-600 failed")]
    public async Task RetryPolicy_OverEachFailure_Decides(RetryAction action, int? seconds, string stints)
    {
        var dag = new Dag("d");
        TimeSpan? delay = seconds is { } given ? TimeSpan.FromSeconds(given) : null;
        dag.Fails("t", new() { Retries = 2, RetryPolicy = (_, _) => new(action, delay) });
        Assert.Equal(stints, (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Fact]
    public async Task RetryPolicy_ThatThrows_CountsAsNone()
    {
        var dag = new Dag("d");
        dag.Fails("t", new() { Retries = 1, RetryPolicy = (_, _) => throw new InvalidOperationException("Broken policy.") });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("0-0 up_for_retry, 300-300 failed", run.Stints("t"));
        Assert.Contains(run.Task("t").Logs, line => line.Level == "warning" && line.Error!.Message == "Broken policy.");
    }

    [Fact]
    public async Task RetryPolicy_WithoutRetries_CannotRetry()
    {
        var dag = new Dag("d");
        dag.Fails("t", new() { RetryPolicy = (_, _) => new(RetryAction.Retry, TimeSpan.Zero) });
        Assert.Equal("0-0 failed", (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ExecutionTimeout_OfABody_FailsTheTryAtItsTime(bool obeys)
    {
        var dag = new Dag("d");
        dag.Task(
            "t",
            context => Task.Delay(TimeSpan.FromHours(1), context.Time, obeys ? context.Cancellation : default),
            new() { ExecutionTimeout = TimeSpan.FromSeconds(30), Retries = 1 });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("0-30 up_for_retry, 330-360 failed", run.Stints("t"));
        Assert.Equal(typeof(TaskTimeoutException).FullName, run.Task("t").Attempts[0].Error!.Type);
    }

    [Fact]
    public async Task ExecutionTimeout_OfABodyThatNeverStops_DoesNotKeepTheRunGoing()
    {
        var dag = new Dag("d");
        dag.Task("t", async context =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), context.Time);
            }
        }, new() { ExecutionTimeout = TimeSpan.FromSeconds(30) });
        dag.Takes("beside", 100);

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(TimeSpan.FromSeconds(100), run.Elapsed);
        Assert.Equal(TaskState.Failed, run.Task("t").State);
    }

    [Fact]
    public async Task ExecutionTimeout_OfZero_FailsAtOnce()
    {
        var dag = new Dag("d");
        dag.Succeeds("t", new() { ExecutionTimeout = TimeSpan.Zero });
        Assert.Equal("0-0 failed", (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Fact]
    public async Task XComs_OfAFailedTry_AreGoneInTheNext()
    {
        var dag = new Dag("d");
        dag.Task("t", context =>
        {
            string? before = context.XCom.Pull<string>("t", "note");
            context.XCom.Push("note", $"try {context.TryNumber} saw {before ?? "nothing"}");
            return context.TryNumber == 1 ? throw new InvalidOperationException("Fails.") : 1;
        }, new TaskSpec { Retries = 1 });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("try 2 saw nothing", run.Task("t").XCom<string>("note"));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(-1, 1)]
    [InlineData(3, 4)]
    public async Task MaxTries_OfRetries_BoundsTheTries(int? retries, int tries)
    {
        int seen = -2;
        var dag = new Dag("d");
        dag.Task("t", (Action<TaskContext>)(context =>
        {
            seen = context.MaxTries;
            throw new InvalidOperationException("Fails.");
        }), new() { Retries = retries });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(tries, run.Task("t").TryNumber);
        Assert.Equal(retries ?? 0, seen);
    }

    [Fact]
    public async Task RetryAtAnInstant_WhenOthersEndThen_ComesAfterThem()
    {
        var dag = new Dag("d");
        dag.Task("a_retries", context => context.TryNumber == 1 ? throw new InvalidOperationException("Fails.") : 1,
            new TaskSpec { Retries = 1 });
        dag.Takes("b_waits", 300).Before(dag.Succeeds("c_follows"));
        Assert.Equal("b_waits a_retries c_follows a_retries", (await Embedded.RunAsync(dag)).Starts());
    }
}
