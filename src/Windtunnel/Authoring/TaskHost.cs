using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Windtunnel;

/// <summary>What stands behind a <see cref="TaskContext"/>: the embedded engine, a real Airflow, or a test's double.</summary>
internal abstract class TaskHost
{
    public abstract JsonSerializerOptions Json { get; }

    public abstract TimeProvider Time { get; }

    /// <summary>True when the body has ended. Always false where nobody can tell.</summary>
    public virtual bool IsOver => false;

    public abstract ILogger Logger { get; }

    public abstract Random Random { get; }

    /// <summary>Keeps a virtual clock where it is until disposed; does nothing where time is real.</summary>
    public virtual IDisposable HoldClock() => NoHold.Instance;

    /// <summary>The event that resumed a deferred task, or the answer a person gave; null in a first stint.</summary>
    public virtual object? ResumedWith => null;

    /// <summary>The <c>return_value</c> of one task as this instance sees it: inside a common mapped group, that of the related
    /// index.</summary>
    public abstract XComValue? ReadResult(TaskRef source);

    /// <summary>The <c>return_value</c> of all instances of a task that this instance may see, by map index, without gaps.</summary>
    public abstract IReadOnlyList<XComValue> ReadResults(TaskRef source);

    /// <summary>The position of this instance in a mapping of its own or of a group it lies in.</summary>
    public abstract int ItemIndex(Mapping mapping);

    /// <summary>The length of a result that is mapped over; null while unknown.</summary>
    public abstract int? MapLength(TaskRef source);

    public abstract XComValue? Pull(string taskId, int mapIndex, string key);

    public abstract IReadOnlyList<XComValue> PullAll(string taskId, string key);

    /// <summary>How many instances of a task wrote under the key.</summary>
    public virtual int PullCount(string taskId, string key) => PullAll(taskId, key).Count;

    /// <summary>One of <see cref="PullAll"/>; null beyond its end.</summary>
    public virtual XComValue? PullAt(string taskId, string key, int index) => PullAll(taskId, key).ElementAtOrDefault(index);

    /// <summary>One of <see cref="ReadResults"/>; null beyond its end.</summary>
    public virtual XComValue? ReadResultAt(TaskRef source, int index) => ReadResults(source).ElementAtOrDefault(index);

    public abstract void Push(string key, XComValue value);

    public abstract string? Variable(string key);

    public abstract void SetVariable(string key, string value);

    public abstract void DeleteVariable(string key);

    /// <summary>What this instance keeps from try to try.</summary>
    public abstract KeptValues TaskState { get; }

    /// <summary>What is kept for an asset, for every task that knows it.</summary>
    public abstract KeptValues StateOf(Asset asset);

    /// <summary>Creates a run of a DAG, and returns its id.</summary>
    /// <exception cref="DagRunExistsException">There is such a run.</exception>
    public abstract string TriggerDag(string dagId, DagRunRequest request);

    /// <summary>Null: there is no such run.</summary>
    public abstract RunState? StateOfRun(string dagId, string runId);

    /// <summary>Names the instance for people.</summary>
    public abstract void Label(string label);

    public abstract Connection? Connection(string id);

    public abstract Task DelayAsync(TimeSpan delay, CancellationToken cancellation);

    public abstract void Count(string name, long value);

    public abstract void MaskSecret(string secret);

    /// <summary>The text without the secrets known so far.</summary>
    public virtual string Mask(string text) => text;

    /// <summary>A test's fault was applied to a call; records nothing where there are no tests.</summary>
    public virtual void FaultApplied(string connection, string fault, string call)
    {
    }

    public abstract void Announce(Asset asset, AssetAlias? through, string? extraJson, string? partitionKey);

    public abstract IReadOnlyList<AssetEvent> TriggeringEvents { get; }

    public abstract IReadOnlyList<AssetEvent> EventsOf(Asset inlet);

    private sealed class NoHold : IDisposable
    {
        public static readonly NoHold Instance = new();

        public void Dispose()
        {
        }
    }
}
