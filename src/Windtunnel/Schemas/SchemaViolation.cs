namespace Windtunnel.Schemas;

/// <summary>A part of a value that its schema does not allow.</summary>
/// <param name="Path">Where in the value, e.g. <c>$.limits[0]</c>; <c>$</c> is the whole.</param>
/// <param name="Reason">What was found and what is allowed.</param>
internal sealed record SchemaViolation(string Path, string Reason)
{
    public override string ToString() => $"{Path} {Reason}";
}

/// <summary>A text that is no JSON schema, or one that uses what is not supported.</summary>
internal sealed class SchemaException(string message, Exception? inner = null) : Exception(message, inner);
