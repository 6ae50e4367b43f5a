using System.Text.Json;

namespace Windtunnel;

/// <summary>What a deferred task waits for. On the embedded engine it runs on the run's virtual clock; for a real Airflow it names a
/// trigger there.</summary>
public abstract class Trigger
{
    /// <summary>Waits and returns the event, or null to end without one (which fails the task's try).</summary>
    /// <param name="time">The run's clock.</param>
    /// <param name="cancellation">Cancelled when the deferral's timeout passes or the task is stopped.</param>
    protected internal abstract Task<TriggerEvent?> RunAsync(TimeProvider time, CancellationToken cancellation);

    /// <summary>Fires at <paramref name="moment"/>; at once when that has passed. Airflow's <c>DateTimeTrigger</c>.</summary>
    public static Trigger At(DateTimeOffset moment) => new TimeTrigger(moment);

    /// <summary>Runs <paramref name="wait"/> until it returns the event.</summary>
    /// <param name="description">Shown in journals.</param>
    /// <param name="wait">Must wait only on the given clock.</param>
    public static Trigger From(string description, Func<TimeProvider, CancellationToken, Task<TriggerEvent?>> wait) =>
        new DelegateTrigger(description, wait);

    private sealed class DelegateTrigger(string description, Func<TimeProvider, CancellationToken, Task<TriggerEvent?>> wait) : Trigger
    {
        public override string ToString() => description;

        protected internal override Task<TriggerEvent?> RunAsync(TimeProvider time, CancellationToken cancellation) =>
            wait(time, cancellation);
    }
}

/// <summary>Fires at a moment.</summary>
public sealed class TimeTrigger(DateTimeOffset moment) : Trigger
{
    /// <summary>When it fires.</summary>
    public DateTimeOffset Moment => moment;

    /// <inheritdoc/>
    public override string ToString() => $"{moment:O}";

    /// <inheritdoc/>
    protected internal override async Task<TriggerEvent?> RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        TimeSpan wait = moment - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation);
        }

        return TriggerEvent.Of(moment.ToString("O"));
    }
}

/// <summary>What a trigger fired with.</summary>
/// <param name="Payload">The event's payload; its kind is undefined when it has none.</param>
public sealed record TriggerEvent(JsonElement Payload)
{
    /// <summary>An event with a text payload.</summary>
    public static TriggerEvent Of(string text) => new(JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"").RootElement);

    /// <summary>An event whose payload is JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static TriggerEvent OfJson(string json) => new(JsonDocument.Parse(json).RootElement);

    /// <summary>An event without a payload.</summary>
    public static TriggerEvent Empty { get; } = new(default(JsonElement));
}

/// <summary>A task's request to be parked.</summary>
/// <param name="Trigger">What resumes it.</param>
/// <param name="Timeout">The try fails when the trigger has not fired by then; null: it waits for ever.</param>
public sealed record Deferral(Trigger Trigger, TimeSpan? Timeout = null);
