using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>The engine for containers of this machine, or why there is none, with the cure.</summary>
internal sealed record FoundEngine(ContainerEngine? Engine, string? WhyNot)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The first that answers. Asks none but those that are there.</summary>
    public static async Task<FoundEngine> FindAsync(CancellationToken cancellation)
    {
        EngineAddress[] known = EngineAddress.Known();
        List<string> reasons = [];
        foreach (EngineAddress address in known.Where(address => address.MayBeThere))
        {
            FoundEngine found = await TryAsync(address, cancellation).ConfigureAwait(false);
            if (found.Engine is not null)
            {
                return found;
            }

            reasons.Add(found.WhyNot!);
        }

        return new(null, reasons.Count > 0
            ? string.Join(' ', reasons)
            : $"there is no Docker or Podman: nothing is at {string.Join(", ", known.Select(address => address.ToString()))}. "
                + $"Install one and start it, or say with {EngineAddress.Variable} where it listens.");
    }

    private static async Task<FoundEngine> TryAsync(EngineAddress address, CancellationToken cancellation)
    {
        var engine = new ContainerEngine(address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await engine.PingAsync(limit.Token).ConfigureAwait(false);
            return new(engine, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or NotSupportedException)
        {
            engine.Dispose();
            cancellation.ThrowIfCancellationRequested();
            return new(null, Cure(address, e));
        }
    }

    /// <summary>What is said of an engine that does not answer a ping.</summary>
    internal static string Cure(EngineAddress address, Exception e) => (e.InnerException ?? e) switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"user '{Environment.UserName}' may not use '{address}'. Add the user to the group 'docker' and log in again, or run Podman "
            + "without root.",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            $"'{address}' is there, but nobody listens at it. Start the engine: systemctl start docker, or podman system service.",
        NotSupportedException unsupported => $"{unsupported.Message} Set {EngineAddress.Variable} to one of those, or unset it.",
        OperationCanceledException => $"the engine at '{address}' did not answer within {Patience.TotalSeconds:F0} s. Restart it.",
        var other => $"the engine at '{address}' does not work: {other.Message} Restart it.",
    };
}
