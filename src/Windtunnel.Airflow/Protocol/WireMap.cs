using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

/// <summary>A map with known keys, as the protocol's schema declares them. Keys that it does not know are skipped on reading.</summary>
internal abstract record WireMap
{
    public abstract void Write(ref MessagePackWriter writer);
}

/// <summary>The body of a frame.</summary>
internal abstract record Message : WireMap
{
    /// <summary>The value of the key <c>type</c>.</summary>
    public abstract string Type { get; }
}

/// <summary>A body whose type this schema version does not have. It is named, never guessed at.</summary>
internal sealed record UnknownMessage(string UnknownType) : Message
{
    public override string Type => UnknownType;

    public override void Write(ref MessagePackWriter writer) =>
        throw new ProtocolException($"A message of the unknown type '{UnknownType}' cannot be sent.");
}

/// <summary>What the other side sent is no frame, or a frame that cannot be understood; or ours would be refused.</summary>
internal sealed class ProtocolException(string message, Exception? inner = null) : Exception(message, inner);
