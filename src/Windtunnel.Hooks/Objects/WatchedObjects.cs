namespace Windtunnel;

/// <summary>Object storage whose calls are seen on their way.</summary>
internal sealed class WatchedObjects(ObjectStore store, HookCalls calls) : ObjectStore
{
    public override Task<bool> PutAsync(
        string bucket, string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancellation = default) =>
        calls.RunAsync("PUT", $"{bucket}/{key}", async () =>
            await store.PutAsync(bucket, key, content, onlyIfAbsent, cancellation)).AsTask();

    public override Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation = default) =>
        calls.RunAsync("GET", $"{bucket}/{key}", async () => await store.OpenAsync(bucket, key, cancellation)).AsTask();

    public override Task<IReadOnlyList<StoredObject>> ListAsync(string bucket, string prefix = "", CancellationToken cancellation =
        default) =>
        calls.RunAsync("LIST", $"{bucket}/{prefix}", async () => await store.ListAsync(bucket, prefix, cancellation)).AsTask();

    public override Task DeleteAsync(string bucket, string key, CancellationToken cancellation = default) =>
        calls.RunAsync("DELETE", $"{bucket}/{key}", async () => await store.DeleteAsync(bucket, key, cancellation)).AsTask();
}
