using System.Collections.Immutable;

namespace Windtunnel.Testing;

/// <summary>A request and its answer as a recording keeps them: without secrets, and without what differs from call to call.</summary>
internal sealed record TapeExchange
{
    public required string Method { get; init; }

    /// <summary>Path and query.</summary>
    public required string Target { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> RequestHeaders { get; init; } = [];

    public TapeBody RequestBody { get; init; } = TapeBody.None;

    public required int Status { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> ResponseHeaders { get; init; } = [];

    public TapeBody ResponseBody { get; init; } = TapeBody.None;

    /// <summary>True when the same request was made.</summary>
    public bool AsksTheSameAs(TapeExchange other) => Method == other.Method && Target == other.Target
        && RequestHeaders.SequenceEqual(other.RequestHeaders) && RequestBody == other.RequestBody;

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Target}";
}

/// <summary>The kinds in which a body is kept, the most readable first.</summary>
internal enum TapeBodyKind
{
    None,
    Json,
    Text,
    Bytes,
}

/// <param name="Kind">How it is kept.</param>
/// <param name="Text">JSON, text or Base64.</param>
internal sealed record TapeBody(TapeBodyKind Kind, string Text)
{
    public static TapeBody None { get; } = new(TapeBodyKind.None, "");
}
