using Microsoft.Extensions.Logging;

namespace Windtunnel;

/// <summary>Pokes until something is true, too late, or wrong. §9.1.</summary>
internal static class SensorLoop
{
    public static async ValueTask<Ending> RunAsync(IBodyStint stint, SensorSpec sensor)
    {
        DateTimeOffset began = sensor.Mode == SensorMode.Poke ? stint.Now : stint.FirstReschedule ?? stint.Now;
        for (int poke = 1; ; poke++)
        {
            if (await PokeAsync(stint, sensor) is { IsDone: true } done)
            {
                return Bodies.Success(stint, done.Value);
            }

            TimeSpan elapsed = stint.Context.Host.Time.GetUtcNow() - began;
            if (elapsed > sensor.Timeout)
            {
                string text = $"Waited {elapsed}, longer than the sensor's timeout of {sensor.Timeout}.";
                throw sensor.SoftFail ? Outcome.Skip(text) : new SensorTimeoutException(text);
            }

            TimeSpan wait = PokeWaits.After(stint.Context, sensor, poke, elapsed, began);
            if (sensor.Mode == SensorMode.Reschedule)
            {
                return new Ending.Rescheduled(stint.Now + wait);
            }

            await stint.Context.DelayAsync(wait);
        }
    }

    private static async ValueTask<Found> PokeAsync(IBodyStint stint, SensorSpec sensor)
    {
        try
        {
            return Found.In(await PokeOnceAsync(stint));
        }
        catch (Exception e) when (IsTurned(e, stint, sensor))
        {
            if (sensor.SilentFail && !IsFinal(e))
            {
                stint.Context.Host.Logger.LogError(e, "The poke failed and counts as false.");
                return default;
            }

            throw Outcome.Skip($"The poke failed: {e.Message}");
        }
    }

    /// <summary>Airflow raises the timeout inside the poke, so that it counts as something the poke threw.</summary>
    private static async ValueTask<object?> PokeOnceAsync(IBodyStint stint)
    {
        try
        {
            return await stint.Context.Task.Definition.Body!(stint.Context);
        }
        catch (OperationCanceledException) when (stint.IsTimedOut)
        {
            throw Endings.TimedOut(stint);
        }
    }

    /// <summary>The table of §9.1: what a poke throws that does not stand as it is.</summary>
    private static bool IsTurned(Exception error, IBodyStint stint, SensorSpec sensor)
    {
        if (error is SkipTaskException or RescheduleTaskException or DeferTaskException
            || (stint.Context.Cancellation.IsCancellationRequested && !stint.IsTimedOut))
        {
            return false;
        }

        return sensor.NeverFail || (IsFinal(error) ? sensor.SoftFail : sensor.SilentFail);
    }

    private static bool IsFinal(Exception error) => error is SensorTimeoutException or TaskTimeoutException or FailTaskException;

    private readonly record struct Found(bool IsDone, object? Value)
    {
        public static Found In(object? poked) => poked switch
        {
            bool done => new(done, null),
            IPoke poke => new(poke.IsDone, poke.Value),
            _ => throw new InvalidOperationException($"A poke answered {poked ?? "null"}."),
        };
    }
}
