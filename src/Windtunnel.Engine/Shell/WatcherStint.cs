using System.Text.Json;

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

                string payload = happened.Payload.ValueKind == JsonValueKind.Undefined ? "null" : happened.Payload.GetRawText();
                simulation.Announce(watcher.Asset, $$"""{"from_trigger": true, "payload": {{payload}}}""", null);
            }
        }
        catch (OperationCanceledException) when (IsDone)
        {
            return;
        }

        Abandon();
    }
}
