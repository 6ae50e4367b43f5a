namespace Windtunnel.Testing.Cloud;

/// <summary>A request that a service refuses; the emulator writes it in the form of that service.</summary>
internal sealed class CloudError(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>True for what the real service can do and the emulator cannot: a test that runs into it proves nothing.</summary>
    public bool Unsupported { get; init; }

    /// <summary>True where a service that writes its errors in JSON writes this one in XML.</summary>
    public bool IsXml { get; init; }

    /// <summary>Further elements of the error's body, such as the name of a wrong argument.</summary>
    public List<KeyValuePair<string, string>> Details { get; } = [];

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public CloudError With(string detail, string? value)
    {
        if (value is not null)
            Details.Add(new(detail, value));
        return this;
    }

    public CloudError WithHeader(string name, string? value)
    {
        if (value is not null)
            Headers.Add(new(name, value));
        return this;
    }
}
