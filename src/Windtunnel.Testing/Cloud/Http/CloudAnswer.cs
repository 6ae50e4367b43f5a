using System.Globalization;

namespace Windtunnel.Testing.Cloud;

/// <summary>What an emulator answers, before it is written to a socket or handed over in memory.</summary>
internal sealed class CloudAnswer(int status)
{
    public int Status { get; } = status;

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public Content Body { get; private set; } = Content.Empty;

    /// <summary>The service's code of an error, for the log of calls.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>After how many bytes of its body the connection breaks, as a fault wants it; null for a whole answer.</summary>
    public long? CutAfter { get; set; }

    /// <summary>A null value is no header.</summary>
    public CloudAnswer With(string name, string? value)
    {
        if (value is not null)
            Headers.Add(new(name, value));
        return this;
    }

    public CloudAnswer With(string name, DateTimeOffset instant) =>
        With(name, instant.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));

    public CloudAnswer With(Content body, string contentType)
    {
        Body = body;
        return With("Content-Type", contentType);
    }
}
