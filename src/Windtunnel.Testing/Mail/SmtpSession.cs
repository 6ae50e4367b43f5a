using System.IO.Pipelines;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>One client's conversation with a <see cref="MailInbox"/>, as RFC 5321 has it.</summary>
internal sealed class SmtpSession(MailInbox inbox, Stream stream)
{
    private const int LargestMail = 32 * 1024 * 1024;

    private readonly SmtpLines _lines = new(PipeReader.Create(stream), LargestMail);
    private readonly List<string> _recipients = [];
    private string? _sender;

    public async Task RunAsync(CancellationToken stop)
    {
        await SayAsync("220 windtunnel takes mail for a test", stop).ConfigureAwait(false);
        while (await _lines.NextAsync(stop).ConfigureAwait(false) is { } line)
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            string verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
            string rest = space < 0 ? "" : line[(space + 1)..];
            await SayAsync(await AnswerAsync(verb, rest, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
            if (verb == "QUIT")
            {
                return;
            }
        }
    }

    private async Task<string> AnswerAsync(string verb, string rest, CancellationToken stop) => verb switch
    {
        "EHLO" => Restarted($"250-windtunnel\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250-SIZE {LargestMail}\r\n"
            + "250 AUTH PLAIN LOGIN"),
        "HELO" => Restarted("250 windtunnel"),
        "AUTH" => await AuthenticateAsync(rest, stop).ConfigureAwait(false),
        "MAIL" => Sender(rest),
        "RCPT" => Recipient(rest),
        "DATA" => await TakeAsync(stop).ConfigureAwait(false),
        "RSET" => Restarted("250 Forgotten"),
        "NOOP" => "250 Nothing done",
        "VRFY" => "252 Send it and see",
        "QUIT" => "221 Bye",
        "STARTTLS" => "502 No TLS here",
        _ => $"500 '{verb}' is no command of SMTP",
    };

    private string Restarted(string answer)
    {
        _sender = null;
        _recipients.Clear();
        return answer;
    }

    private async Task<string> AuthenticateAsync(string rest, CancellationToken stop)
    {
        string[] words = rest.Split(' ');
        (string Prompt, bool IsSaid)[] asked = words[0].ToUpperInvariant() switch
        {
            "PLAIN" => [("", words.Length > 1)],
            "LOGIN" => [("VXNlcm5hbWU6", words.Length > 1), ("UGFzc3dvcmQ6", false)],
            _ => [],
        };
        foreach ((string prompt, _) in asked.Where(question => !question.IsSaid))
        {
            await SayAsync($"334 {prompt}", stop).ConfigureAwait(false);
            if (await _lines.NextAsync(stop).ConfigureAwait(false) is null or "*")
            {
                return "501 Given up";
            }
        }

        return asked.Length == 0 ? "504 PLAIN or LOGIN" : "235 Welcome";
    }

    private string Sender(string rest)
    {
        if (Address(rest, "FROM:") is not { } address)
        {
            return "501 MAIL FROM:<address>";
        }

        _ = Restarted("");
        _sender = address;
        return "250 Go on";
    }

    private string Recipient(string rest)
    {
        if (_sender is null)
        {
            return "503 MAIL first";
        }

        if (Address(rest, "TO:") is not { Length: > 0 } address)
        {
            return "501 RCPT TO:<address>";
        }

        if (inbox.Refuses(address))
        {
            return $"550 No mailbox <{address}> here";
        }

        _recipients.Add(address);
        return "250 Go on";
    }

    private async Task<string> TakeAsync(CancellationToken stop)
    {
        if (_recipients.Count == 0)
        {
            return "503 RCPT first";
        }

        await SayAsync("354 End it with a dot", stop).ConfigureAwait(false);
        if (await _lines.MailAsync(stop).ConfigureAwait(false) is not { } content)
        {
            return Restarted($"552 More than {LargestMail} bytes");
        }

        inbox.Take(ReceivedMail.Read(_sender!, [.. _recipients], content));
        return Restarted("250 Taken");
    }

    /// <summary>Null: there is none in angle brackets.</summary>
    private static string? Address(string rest, string word)
    {
        int begin = rest.IndexOf('<', StringComparison.Ordinal);
        int end = rest.IndexOf('>', StringComparison.Ordinal);
        return rest.StartsWith(word, StringComparison.OrdinalIgnoreCase) && begin >= 0 && end > begin ? rest[(begin + 1)..end] : null;
    }

    private async Task SayAsync(string answer, CancellationToken stop) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), stop).ConfigureAwait(false);
}
