namespace Windtunnel.Engine;

/// <summary>An asset watcher at work. §15.</summary>
internal sealed class WatcherStint(Simulation simulation, AssetWatcher watcher) : Stint(simulation.Bodies)
{
    public async Task RunAsync()
    {
        try
        {
            await foreach (TriggerEvent happened in watcher.Watch(new WaiterTime(simulation.Clock, this), Cancellation))
            {
                if (IsDone)
                {
                    return;
                }

                simulation.Announce(watcher.Asset, happened);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (!IsDone)
            {
                simulation.Fail(new InvalidOperationException(
                    $"Watcher '{watcher.Name}' of asset '{watcher.Asset.Name}' failed: {e.Message} "
                    + "On Airflow nobody would watch the asset any more. Let it handle what it may meet.",
                    e));
            }
        }

        Abandon();
    }
}
