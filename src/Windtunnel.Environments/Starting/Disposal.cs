namespace Windtunnel.Environments;

internal static class Disposal
{
    /// <summary>Disposes of all at once. One that fails keeps no other from it; the first exception is thrown in the end.</summary>
    public static Task OfAllAsync(IEnumerable<IAsyncDisposable> all) =>
        Task.WhenAll(all.Select(async one => await one.DisposeAsync().ConfigureAwait(false)));
}
