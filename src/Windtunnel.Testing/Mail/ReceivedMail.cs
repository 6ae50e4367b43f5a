using System.Collections.Immutable;

namespace Windtunnel.Testing;

/// <summary>A mail that a <see cref="MailInbox"/> took.</summary>
public sealed record ReceivedMail
{
    /// <summary>Who the client said it comes from, which need not be the header's <c>From</c>; empty for a bounce.</summary>
    public required string Sender { get; init; }

    /// <summary>Whom the client said it goes to, copies and blind copies included.</summary>
    public required ImmutableArray<string> Recipients { get; init; }

    /// <summary>The headers with encoded words read; one that is there more often has its values in order, each on a line.</summary>
    public required ImmutableDictionary<string, string> Headers { get; init; }

    /// <summary>The first part that is plain text; empty where there is none.</summary>
    public required string Text { get; init; }

    /// <summary>The first part that is HTML; null where there is none.</summary>
    public required string? Html { get; init; }

    /// <summary>The parts that have a file name, by that.</summary>
    public required ImmutableDictionary<string, ReadOnlyMemory<byte>> Attachments { get; init; }

    /// <summary>All of it as it was sent, with CRLF at the end of each line.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Empty where the mail has none.</summary>
    public string Subject => Headers.GetValueOrDefault("Subject", "");

    /// <inheritdoc/>
    public override string ToString() => $"'{Subject}' from {Sender} to {string.Join(", ", Recipients)}";

    internal static ReceivedMail Read(string sender, ImmutableArray<string> recipients, byte[] raw)
    {
        var whole = MimePart.Read(raw);
        MimePart[] parts = [.. whole.Leaves()];
        var attachments = ImmutableDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (MimePart part in parts.Where(part => part.FileName is not null))
        {
            attachments[part.FileName!] = part.Content;
        }

        return new()
        {
            Sender = sender,
            Recipients = recipients,
            Headers = whole.Headers,
            Text = parts.FirstOrDefault(part => part is { FileName: null, Type: "text/plain" })?.Text ?? "",
            Html = parts.FirstOrDefault(part => part is { FileName: null, Type: "text/html" })?.Text,
            Attachments = attachments.ToImmutable(),
            Raw = raw,
        };
    }
}
