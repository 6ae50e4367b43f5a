namespace Windtunnel.Docs.Tests;

/// <summary>A document says something that does not hold.</summary>
internal sealed class DocumentException(IEnumerable<string> problems) : Exception(string.Join('\n', problems));
