namespace Windtunnel.Engine.Tests.Waits;

public sealed class SensorTests
{
    [Theory]
    [InlineData(SensorMode.Poke, "0-120 success")]
    [InlineData(SensorMode.Reschedule, "0-0 up_for_reschedule, 60-60 up_for_reschedule, 120-120 success")]
    public async Task Sensor_ThatIsTrueAtTheThirdPoke_WaitsInItsMode(SensorMode mode, string stints)
    {
        int pokes = 0;
        var dag = new Dag("d");
        dag.Sensor("t", _ => pokes++ == 2, new() { Mode = mode });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(stints, run.Stints("t"));
        Assert.Equal(1, run.Task("t").TryNumber);
    }

    [Fact]
    public async Task Sensor_ThatFindsAValue_HandsItOn()
    {
        var dag = new Dag("d");
        TaskRef<string> found = dag.Sensor("t", context =>
            context.Time.GetUtcNow() < Embedded.Start.AddMinutes(2) ? Poke.NotYet<string>() : Poke.Done("file.csv"));
        dag.Task("u", found, (name, _) => name.ToUpperInvariant());
        Assert.Equal("FILE.CSV", (await Embedded.RunAsync(dag)).Task("u").Result<string>());
    }

    /// <summary>A false poke later than the timeout ends it: at 180 s, the first poke after 150 s.</summary>
    [Theory]
    [InlineData(SensorMode.Poke, false, false, "failed")]
    [InlineData(SensorMode.Poke, true, false, "skipped")]
    [InlineData(SensorMode.Poke, false, true, "failed")]
    [InlineData(SensorMode.Reschedule, false, false, "failed")]
    [InlineData(SensorMode.Reschedule, true, false, "skipped")]
    [InlineData(SensorMode.Reschedule, false, true, "failed")]
    public async Task Timeout_OfTheSensor_EndsItWithoutARetry(SensorMode mode, bool softFail, bool neverFail, string state)
    {
        var dag = new Dag("d");
        var sensor = new SensorSpec { Mode = mode, Timeout = TimeSpan.FromSeconds(150), SoftFail = softFail, NeverFail = neverFail };
        dag.Sensor("t", _ => false, sensor, new() { Retries = 3 });

        Run run = await Embedded.RunAsync(dag);

        Assert.EndsWith($"-180 {state}", run.Stints("t"), StringComparison.Ordinal);
        Assert.Equal(1, run.Task("t").TryNumber);
    }

    /// <summary>The table of the semantics, §9.1.</summary>
    [Theory]
    [InlineData("SensorTimeout", "failed", "skipped", "skipped", "failed")]
    [InlineData("Fail", "failed", "skipped", "skipped", "failed")]
    [InlineData("TaskTimeout", "up_for_retry", "skipped", "skipped", "up_for_retry")]
    [InlineData("Skip", "skipped", "skipped", "skipped", "skipped")]
    [InlineData("Other", "up_for_retry", "up_for_retry", "skipped", "poked again")]
    public async Task Poke_ThatThrows_IsTurnedAsTheSensorSays(string thrown, string plain, string soft, string never, string silent)
    {
        Assert.Equal(plain, await FirstEnd(thrown, new()));
        Assert.Equal(soft, await FirstEnd(thrown, new() { SoftFail = true }));
        Assert.Equal(never, await FirstEnd(thrown, new() { NeverFail = true }));
        Assert.Equal(silent, await FirstEnd(thrown, new() { SilentFail = true }));
    }

    [Theory]
    [InlineData(false, "up_for_retry")]
    [InlineData(true, "skipped")]
    public async Task ExecutionTimeout_InsideAPoke_CountsAsThrownByIt(bool softFail, string state)
    {
        var dag = new Dag("d");
        dag.Sensor("t", async context =>
        {
            await context.DelayAsync(TimeSpan.FromHours(1));
            return true;
        }, new() { SoftFail = softFail }, new() { Retries = 1, ExecutionTimeout = TimeSpan.FromSeconds(5) });
        Assert.StartsWith($"0-5 {state}", (await Embedded.RunAsync(dag)).Stints("t"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecutionTimeout_BetweenPokes_IsAFailureEvenOfASoftSensor()
    {
        var dag = new Dag("d");
        dag.Sensor("t", _ => false, new() { SoftFail = true }, new() { ExecutionTimeout = TimeSpan.FromSeconds(90) });
        Assert.Equal("0-90 failed", (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Fact]
    public async Task Retry_OfARescheduledSensor_GetsTheWholeTimeoutAgain()
    {
        var dag = new Dag("d");
        var sensor = new SensorSpec { Mode = SensorMode.Reschedule, Timeout = TimeSpan.FromSeconds(100) };
        dag.Sensor("t", context => context.TryNumber == 1 && context.Time.GetUtcNow() > Embedded.Start
            ? throw new InvalidOperationException("Breaks.")
            : false, sensor, new() { Retries = 1, RetryDelay = TimeSpan.FromSeconds(1000) });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(
            "0-0 up_for_reschedule, 60-60 up_for_retry, "
            + "1060-1060 up_for_reschedule, 1120-1120 up_for_reschedule, 1180-1180 failed",
            run.Stints("t"));
    }

    [Fact]
    public async Task RescheduledSensor_BetweenPokes_GivesUpItsSlot()
    {
        int pokes = 0;
        var dag = new Dag("d") { MaxActiveTasks = 1 };
        dag.Sensor("waits", _ => pokes++ == 1, new() { Mode = SensorMode.Reschedule }, new() { PriorityWeight = 9 });
        dag.Succeeds("works");
        Assert.Equal("waits works waits", (await Embedded.RunAsync(dag)).Starts());
    }

    [Fact]
    public async Task PokingSensor_BetweenPokes_KeepsItsSlot()
    {
        int pokes = 0;
        var dag = new Dag("d") { MaxActiveTasks = 1 };
        dag.Sensor("waits", _ => pokes++ == 1, new(), new() { PriorityWeight = 9 });
        dag.Succeeds("works");

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("0-60 success", run.Stints("waits"));
        Assert.Equal("60-60 success", run.Stints("works"));
    }

    [Theory]
    [InlineData(SensorMode.Poke)]
    [InlineData(SensorMode.Reschedule)]
    public async Task ExponentialBackoff_BetweenPokes_DoublesWithinItsRange(SensorMode mode)
    {
        List<DateTimeOffset> pokes = [];
        var dag = new Dag("d");
        dag.Sensor("t", context =>
        {
            pokes.Add(context.Time.GetUtcNow());
            return pokes.Count == 6;
        }, new() { Mode = mode, ExponentialBackoff = true, MaxWait = TimeSpan.FromMinutes(10) });

        await Embedded.RunAsync(dag);

        double[] waits = [.. pokes.Zip(pokes.Skip(1), (one, next) => (next - one).TotalSeconds)];
        Assert.All(waits, (wait, i) => Assert.InRange(wait, Math.Min(600, 30 * Math.Pow(2, i)), Math.Min(600, 60 * Math.Pow(2, i))));
    }

    private static async Task<string> FirstEnd(string thrown, SensorSpec sensor)
    {
        var dag = new Dag("d");
        dag.Sensor("t", context => context.TryNumber > 1 || context.Time.GetUtcNow() > Embedded.Start ? true : throw Make(thrown), sensor,
            new() { Retries = 1 });
        Run run = await Embedded.RunAsync(dag);
        TaskStint first = run.Task("t").Attempts[0].Stints[0];
        return first is { State: TaskState.Success, End: var end } && end > first.Start ? "poked again" : first.State.ToAirflow();
    }

    private static Exception Make(string thrown) => thrown switch
    {
        "SensorTimeout" => new SensorTimeoutException("Too late."),
        "TaskTimeout" => new TaskTimeoutException("Too long."),
        "Fail" => Outcome.Fail("Hopeless."),
        "Skip" => Outcome.Skip("Not today."),
        _ => new InvalidOperationException("Broken."),
    };
}
