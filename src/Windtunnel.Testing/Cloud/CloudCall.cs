namespace Windtunnel.Testing;

/// <summary>One request that an emulator answered.</summary>
/// <param name="Number">Counts all calls of the emulator from 1, also those that are no longer kept.</param>
/// <param name="Operation">The service's own name of the operation, e.g. <c>PutObject</c>.</param>
/// <param name="Resource">The bucket, container or queue, and the key behind a slash; <c>/</c> for the service itself.</param>
/// <param name="Status">The HTTP status; 0 when a fault broke the connection before one was sent.</param>
/// <param name="ErrorCode">The service's code of an error; null without one.</param>
/// <param name="IsUnsupported">True when the real service can do this and the emulator cannot.</param>
public sealed record CloudCall(long Number, string Operation, string Resource, int Status, string? ErrorCode, bool IsUnsupported);
