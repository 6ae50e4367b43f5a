using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>Removes the containers of an owner from the engines in which it noted that it has some.</summary>
internal static class HeldContainers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void Note(string file, EngineAddress engine) => File.AppendAllText(file, engine.Text + "\n");

    /// <summary>Takes back one note: the engine need not answer when the owner ends, if it has none of its containers.</summary>
    public static void Forget(string file, EngineAddress engine)
    {
        List<string> lines = File.Exists(file) ? [.. File.ReadLines(file)] : [];
        if (lines.Remove(engine.Text))
        {
            // Whoever kills us finds the old notes or the new ones.
            File.WriteAllLines(file + ".new", lines);
            File.Move(file + ".new", file, overwrite: true);
        }
    }

    /// <summary>False: an engine does not answer, so that it has to be tried again.</summary>
    public static bool TryRemoveAll(string file, string owner)
    {
        EngineAddress[] engines = ReadFrom(file);
        return Task.WhenAll(engines.Select(engine => TryRemoveAsync(engine, owner))).GetAwaiter().GetResult().All(isDone => isDone);
    }

    private static EngineAddress[] ReadFrom(string file) =>
        File.Exists(file) ? [.. File.ReadLines(file).Distinct().Select(line => new EngineAddress(line))] : [];

    private static async Task<bool> TryRemoveAsync(EngineAddress address, string owner)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var engine = new ContainerEngine(address);
        try
        {
            await engine.PingAsync(limit.Token).ConfigureAwait(false);
            var containers = await engine.WithLabelAsync($"{ServerContainer.OwnerLabel}={owner}", limit.Token).ConfigureAwait(false);
            await Task.WhenAll(containers.Select(id => engine.RemoveAsync(id, limit.Token))).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException
            or EngineException)
        {
            return false;
        }
    }
}
