using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>An instant in the script of a world. Each method says what happens then, and returns the world.</summary>
public sealed class ScriptedMoment
{
    private readonly TunnelWorld _world;
    private readonly DateTimeOffset _instant;

    internal ScriptedMoment(TunnelWorld world, DateTimeOffset instant) => (_world, _instant) = (world, instant);

    /// <summary>A file appears in a directory, whole; one of its name is replaced.</summary>
    public TunnelWorld FileArrives(TempDirectory directory, string name, string text)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return _world.Script(_instant, _ => directory.With(name, text));
    }

    /// <summary>A message comes in that changes an asset: its consumers see the event as a watcher of the asset announces it.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="payloadJson">The message, as JSON text; null: it says nothing more.</param>
    /// <exception cref="System.Text.Json.JsonException">The payload is not JSON.</exception>
    public TunnelWorld MessageArrives(Asset asset, string? payloadJson = null)
    {
        TriggerEvent message = payloadJson is null ? TriggerEvent.Empty : TriggerEvent.OfJson(payloadJson);
        return _world.Script(_instant, deployment => deployment.Announce(asset, message));
    }

    /// <summary>A person answers a question, in each run in which it is open. Advancing fails when it is open in none.</summary>
    /// <param name="dagId">The DAG's id.</param>
    /// <param name="task">The task that asks.</param>
    /// <param name="options">What is chosen.</param>
    public TunnelWorld PersonAnswers(string dagId, TaskKey task, params string[] options) =>
        _world.Script(_instant, deployment => deployment.Answer(dagId, task, new ScriptedAnswer([.. options])));

    /// <summary>What a connection leads to cannot be reached for a while: a body that asks for the connection, or for what is bound to it,
    /// gets an <see cref="IOException"/>, and a bound <see cref="TempDirectory"/> is not where it was.</summary>
    /// <param name="connectionId">A connection that is bound.</param>
    /// <param name="time">How long it is away.</param>
    public TunnelWorld GoesAway(string connectionId, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return _world.Script(new Outage(connectionId, _instant, _instant + time));
    }

    /// <summary>Anything else: e.g. a DAG is triggered, paused or replaced, a task is cleared.</summary>
    public TunnelWorld Do(Action<Deployment> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return _world.Script(_instant, act);
    }
}
