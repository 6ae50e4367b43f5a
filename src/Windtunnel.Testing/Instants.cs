using System.Globalization;

namespace Windtunnel.Testing;

/// <summary>Instants as tests and messages write them: <c>2026-01-01T03:00:00Z</c>.</summary>
internal static class Instants
{
    /// <summary>UTC where the text names no offset.</summary>
    /// <exception cref="FormatException">It is not an instant.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Null when the text is no instant.</summary>
    public static DateTimeOffset? TryParse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            ? instant
            : null;

    public static string Text(this DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
