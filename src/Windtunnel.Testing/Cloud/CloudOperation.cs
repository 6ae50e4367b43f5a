namespace Windtunnel.Testing.Cloud;

/// <summary>What a request asks for.</summary>
/// <param name="Name">The service's own name for it, e.g. <c>PutObject</c>.</param>
/// <param name="Container">The bucket, container or queue; null for the service itself.</param>
/// <param name="Key">The object or blob; null for the container itself.</param>
internal sealed record CloudOperation(string Name, string? Container = null, string? Key = null)
{
    public string Resource => Container is null ? "/" : Key is null ? Container : $"{Container}/{Key}";
}
