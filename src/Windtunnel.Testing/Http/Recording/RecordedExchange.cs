using System.Collections.Immutable;

namespace Windtunnel.Testing;

/// <summary>A request and its answer as a recording keeps them: without secrets, and without what differs from call to call.</summary>
internal sealed record RecordedExchange
{
    public required string Method { get; init; }

    /// <summary>Path and query.</summary>
    public required string Target { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> RequestHeaders { get; init; } = [];

    public RecordedBody RequestBody { get; init; } = RecordedBody.None;

    public required int Status { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> ResponseHeaders { get; init; } = [];

    public RecordedBody ResponseBody { get; init; } = RecordedBody.None;

    /// <summary>True when the same request was made.</summary>
    public bool AsksTheSameAs(RecordedExchange other) => Method == other.Method && Target == other.Target
        && RequestHeaders.SequenceEqual(other.RequestHeaders) && RequestBody == other.RequestBody;

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Target}";
}

/// <summary>The kinds in which a body is kept, the most readable first.</summary>
internal enum RecordedBodyKind
{
    None,
    Json,
    Text,
    Bytes,
}

/// <param name="Kind">How it is kept.</param>
/// <param name="Text">JSON, text or Base64.</param>
internal sealed record RecordedBody(RecordedBodyKind Kind, string Text)
{
    public static RecordedBody None { get; } = new(RecordedBodyKind.None, "");
}
