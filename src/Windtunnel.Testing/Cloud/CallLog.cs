namespace Windtunnel.Testing.Cloud;

/// <summary>The latest calls of an emulator. Unsupported ones are kept apart, so that many calls after them do not hide them.</summary>
internal sealed class CallLog
{
    private const int Kept = 10_000;

    private readonly Lock _access = new();
    private readonly Queue<CloudCall> _latest = new();
    private readonly Queue<CloudCall> _unsupported = new();
    private long _count;

    public IReadOnlyList<CloudCall> Latest
    {
        get
        {
            lock (_access)
                return [.. _latest];
        }
    }

    public IReadOnlyList<CloudCall> Unsupported
    {
        get
        {
            lock (_access)
                return [.. _unsupported];
        }
    }

    public void Add(CloudOperation operation, int status, string? errorCode, bool isUnsupported)
    {
        lock (_access)
        {
            CloudCall call = new(++_count, operation.Name, operation.Resource, status, errorCode, isUnsupported);
            Append(_latest, call);
            if (isUnsupported)
                Append(_unsupported, call);
        }
    }

    private static void Append(Queue<CloudCall> calls, CloudCall call)
    {
        if (calls.Count == Kept)
            calls.Dequeue();
        calls.Enqueue(call);
    }
}
