using System.IO.Abstractions;

namespace Windtunnel.Testing;

/// <summary>Something that stands between the bodies and what is bound to a connection: it disturbs, records, meters or replaces
/// calls. Derive from it to put something of your own there.</summary>
public abstract class Stage
{
    /// <summary>Called once for each run.</summary>
    /// <returns>What stands there in this run.</returns>
    protected internal abstract StageInRun Begin(StagePlace place);
}

/// <summary>Where a stage stands in a run.</summary>
/// <param name="ConnectionId">In front of which connection.</param>
/// <param name="Position">How many stages stand between it and the system.</param>
/// <param name="Seed">That of the run; 0 without one.</param>
/// <param name="StartingAt">When the run's clock starts.</param>
public sealed record StagePlace(string ConnectionId, int Position, ulong Seed, DateTimeOffset StartingAt)
{
    /// <summary>Chance that the seed decides for one call: the same for the same seed, place, task, map index, try and number.</summary>
    /// <param name="call">Whose task and try count.</param>
    /// <param name="number">Which of the try's calls it is.</param>
    public Random ChanceFor(HookCall call, int number)
    {
        ArgumentNullException.ThrowIfNull(call);
        ulong hash = Engine.Chance.Mix(Seed ^ Engine.Chance.Hash(ConnectionId));
        hash = Engine.Chance.Mix(hash ^ (ulong)Position);
        hash = Engine.Chance.Mix(hash ^ Engine.Chance.Hash(call.Context.TaskId));
        hash = Engine.Chance.Mix(hash ^ (((ulong)(uint)call.Context.MapIndex << 32) | (uint)call.Context.TryNumber));
        return new Engine.Pcg(hash, (ulong)number);
    }
}

/// <summary>A stage at work in one run. Calls may come from several threads at once.</summary>
public abstract class StageInRun
{
    /// <summary>What it was there for and did not do, one sentence each: it proves nothing. Any of them fails a run that
    /// succeeded. Empty by default.</summary>
    protected internal virtual IReadOnlyList<string> Unused => [];

    /// <summary>What it met and was not there for, one sentence each. Any of them fails the run, whatever its state. Empty by
    /// default.</summary>
    protected internal virtual IReadOnlyList<string> Unexpected => [];

    /// <summary>Stands in front of a system. By default every call of it goes through <see cref="InvokeAsync"/>.</summary>
    /// <param name="hook">The kind of system.</param>
    /// <param name="system">What the body would have without this stage.</param>
    /// <param name="calls">Sends calls through <see cref="InvokeAsync"/>.</param>
    protected internal virtual T InFrontOf<T>(Hook<T> hook, T system, HookCalls calls)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(hook);
        return system is IFileSystem files ? (T)new StageTap(calls).InFrontOf(files) : hook.Watch(system, calls);
    }

    /// <summary>Does something about a call. By default nothing.</summary>
    /// <param name="call">The call.</param>
    /// <param name="proceed">Lets the call go on; to be called once, unless this throws.</param>
    protected internal virtual ValueTask InvokeAsync(HookCall call, Func<ValueTask> proceed)
    {
        ArgumentNullException.ThrowIfNull(proceed);
        return proceed();
    }
}

/// <summary>A stage that serves one kind of system only, and says so when it stands in front of another.</summary>
/// <typeparam name="TSystem">What the hook knows the system by, e.g. <see cref="HttpMessageHandler"/>.</typeparam>
/// <param name="name">What messages call the stage.</param>
/// <param name="place">Where it stands.</param>
public abstract class StageInRun<TSystem>(string name, StagePlace place) : StageInRun
    where TSystem : class
{
    /// <summary>Stands in front of the system.</summary>
    protected abstract TSystem InFrontOf(TSystem system, HookCalls calls);

    /// <inheritdoc/>
    protected internal sealed override T InFrontOf<T>(Hook<T> hook, T system, HookCalls calls) => system is TSystem served
        ? (T)(object)InFrontOf(served, calls)
        : throw new InvalidOperationException(
            $"'{name}' stands in front of connection '{place.ConnectionId}' and serves a {typeof(TSystem).Name}, but the body used the "
            + $"connection by its {hook?.Name} hook. Put it in front of another connection.");
}
