using System.Runtime.CompilerServices;

namespace Windtunnel;

/// <summary>Watches for changes of an asset that happen outside Airflow. Each event it yields announces the asset, with the extra
/// <c>{"from_trigger": true, "payload": …}</c>.</summary>
/// <remarks>It watches while a DAG that names it is in the deployment, paused or not.</remarks>
/// <param name="Name">What Airflow and error messages call it.</param>
/// <param name="Asset">What it announces.</param>
/// <param name="Watch">Yields an event for each change; must wait only on the clock it is given.</param>
public sealed record AssetWatcher(
    string Name, Asset Asset, Func<TimeProvider, CancellationToken, IAsyncEnumerable<TriggerEvent>> Watch)
{
    /// <summary>Announces the asset once for each instant.</summary>
    public static AssetWatcher At(string name, Asset asset, params DateTimeOffset[] instants) =>
        new(name, asset, (time, cancellation) => Instants(instants, time, cancellation));

    private static async IAsyncEnumerable<TriggerEvent> Instants(
        DateTimeOffset[] instants, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (DateTimeOffset instant in instants.Order())
        {
            TimeSpan wait = instant - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation);
            }

            yield return TriggerEvent.Of(instant.ToString("O"));
        }
    }
}
