namespace Windtunnel.Testing.Cloud;

/// <summary>A scripted fault ends the connection here, with or without a part of an answer.</summary>
internal sealed class ConnectionBrokenByFaultException() : IOException("A scripted fault broke the connection.");
