namespace Windtunnel.Testing;

/// <summary>How an HTTP server fails its client. Over sockets each is the real thing; without sockets it is what
/// <see cref="HttpClient"/> makes of it.</summary>
public abstract record HttpFault
{
    private protected HttpFault()
    {
    }

    /// <summary>The request is read, and nothing ever answered: the client runs into its timeout.</summary>
    public static HttpFault NeverAnswers { get; } = new SilenceFault();

    /// <summary>The connection is reset (TCP RST) before a byte of the answer.</summary>
    public static HttpFault Resets { get; } = new CutFault(null, IsReset: true);

    /// <summary>The connection is closed in order (TCP FIN) before a byte of the answer. <see cref="HttpClient"/> then repeats a request
    /// without a body by itself, up to three times, and each counts as a call.</summary>
    public static HttpFault Closes { get; } = new CutFault(null, IsReset: false);

    /// <summary>What comes back is not HTTP.</summary>
    public static HttpFault Garbage { get; } = new GarbageFault();

    /// <summary>The body says that it is gzip, and cannot be unpacked from its middle on.</summary>
    public static HttpFault BrokenGzip { get; } = new BrokenGzipFault();

    /// <summary>The body is cut in its middle; its length is right for what is left, so only a parser finds out.</summary>
    public static HttpFault MalformedJson { get; } = new MalformedJsonFault();

    /// <summary>The answer is proper and keeps the connection open. The next request on the same connection finds it dead: it is
    /// closed unanswered and does not count as a call. A client repeats such a request by itself, unless it had sent a body.</summary>
    public static HttpFault StaleKeepAlive { get; } = new StaleKeepAliveFault();

    /// <summary>What is sent when nothing else is said.</summary>
    internal static StubResponse SomeResponse { get; } = StubResponse.Json(
        Enumerable.Range(1, 20).Select(number => new { number, text = $"item {number}" }));

    /// <summary>Headers and the first bytes of the body arrive, then the connection ends.</summary>
    /// <param name="bytes">How much of the body arrives; at most all of it but the last byte.</param>
    /// <param name="reset">True: by a reset (TCP RST), which may overtake bytes that the client has not read. False: in order.</param>
    public static HttpFault ClosesAfter(int bytes, bool reset = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new CutFault(bytes, reset);
    }

    /// <summary>The headers arrive byte by byte.</summary>
    public static HttpFault SlowHeaders(TimeSpan pauseBetweenBytes) => new SlowFault(Headers: pauseBetweenBytes, Body: null, 1);

    /// <summary>The body arrives in pieces.</summary>
    public static HttpFault SlowBody(TimeSpan pauseBetweenPieces, int bytesPerPiece = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerPiece);
        return new SlowFault(Headers: null, Body: pauseBetweenPieces, bytesPerPiece);
    }

    /// <summary>The header <c>Content-Length</c> differs from the length of the body, after which the connection is closed.</summary>
    /// <param name="difference">Over 0: it promises more than comes. Under 0: it promises less.</param>
    public static HttpFault WrongLength(int difference) => new WrongLengthFault(difference);
}

internal sealed record SilenceFault : HttpFault;

internal sealed record GarbageFault : HttpFault
{
    public static ReadOnlyMemory<byte> Bytes { get; } = "\u0001\u0002 not http at all\r\n\r\n"u8.ToArray();
}

/// <param name="BodyBytes">Null: nothing is sent, not even headers.</param>
/// <param name="IsReset">RST, or FIN.</param>
internal sealed record CutFault(int? BodyBytes, bool IsReset) : HttpFault
{
    /// <summary>What arrives: never all of it.</summary>
    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> body) => body[..Math.Min(BodyBytes ?? 0, Math.Max(0, body.Length - 1))];
}

internal sealed record SlowFault(TimeSpan? Headers, TimeSpan? Body, int BytesPerPiece) : HttpFault;

internal sealed record WrongLengthFault(int Difference) : HttpFault;

internal sealed record BrokenGzipFault : HttpFault;

internal sealed record MalformedJsonFault : HttpFault;

internal sealed record StaleKeepAliveFault : HttpFault;
