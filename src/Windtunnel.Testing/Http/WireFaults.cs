namespace Windtunnel.Testing;

/// <summary>Answers and faults over a real connection.</summary>
internal static class WireFaults
{
    public static async Task AnswerAsync(
        Wire wire, HttpReply reply, HttpClock clock, CancellationToken cancellation)
    {
        StubResponse response = reply.Response;
        switch (reply.Fault)
        {
            case null:
                await wire.SendAsync(response, cancellation);
                break;
            case SilenceFault:
                await clock.PauseAsync(Timeout.InfiniteTimeSpan, cancellation);
                break;
            case CutFault cut:
                await CutAsync(wire, response, cut, cancellation);
                break;
            case GarbageFault:
                await wire.SendRawAsync(GarbageFault.Bytes, cancellation);
                await wire.CloseAsync();
                break;
            case WrongLengthFault wrong:
                await wire.SendRawAsync(ResponseHead.Of(response, wrong.Difference), cancellation);
                await wire.SendRawAsync(response.Body, cancellation);
                await wire.CloseAsync();
                break;
            case SlowFault slow:
                await SendInPiecesAsync(wire, ResponseHead.Of(response), 1, slow.Headers, clock, cancellation);
                await SendInPiecesAsync(wire, response.Body, slow.BytesPerPiece, slow.Body, clock, cancellation);
                await wire.CloseAsync();
                break;
            case StaleKeepAliveFault:
                wire.LeaveStale();
                await wire.SendAsync(response, cancellation);
                break;
            default:
                await wire.SendAsync(FaultyBodies.Of(response, reply.Fault), cancellation);
                break;
        }
    }

    private static async Task CutAsync(Wire wire, StubResponse response, CutFault cut, CancellationToken cancellation)
    {
        if (cut.BodyBytes is not null)
        {
            await wire.SendRawAsync(ResponseHead.Of(response), cancellation);
            await wire.SendRawAsync(cut.Of(response.Body), cancellation);
        }

        if (cut.IsReset)
        {
            wire.Reset();
        }
        else
        {
            await wire.CloseAsync();
        }
    }

    private static async Task SendInPiecesAsync(
        Wire wire, ReadOnlyMemory<byte> bytes, int pieceLength, TimeSpan? pause, HttpClock clock, CancellationToken cancellation)
    {
        int length = pause is null ? Math.Max(1, bytes.Length) : pieceLength;
        for (int sent = 0; sent < bytes.Length; sent += length)
        {
            await clock.PauseAsync(pause ?? TimeSpan.Zero, cancellation);
            await wire.SendRawAsync(bytes.Slice(sent, Math.Min(length, bytes.Length - sent)), cancellation);
        }
    }
}
