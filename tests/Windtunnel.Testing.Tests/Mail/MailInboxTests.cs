using System.Net.Mail;
using System.Net.Sockets;
using System.Text;

namespace Windtunnel.Testing.Tests.Mail;

public sealed class MailInboxTests : IAsyncDisposable
{
    private readonly MailInbox _inbox = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Mail_OfATask_IsReadByTheTest()
    {
        var dag = new Dag("announce");
        dag.Task("announce", async context =>
        {
            Connection mail = context.Connections["mail"];
            using var client = new SmtpClient(mail.Host, mail.Port!.Value);
            await client.SendMailAsync(
                "dag@example.org", "ops@example.org", "Verspätet: 3 Flüge", "SEA, PDX\n.\nüber 40 min", context.Cancellation);
        });
        await using var tunnel = Tunnel.For(dag).Bind("mail", _inbox);

        (await tunnel.RunAsync(Token)).ShouldSucceed();

        ReceivedMail mail = Assert.Single(tunnel.Bound<MailInbox>("mail").Mails);
        Assert.Equal("'Verspätet: 3 Flüge' from dag@example.org to ops@example.org", mail.ToString());
        Assert.Equal("SEA, PDX\n.\nüber 40 min", mail.Text);
        Assert.Null(mail.Html);
    }

    [Fact]
    public async Task Mail_OfManyParts_IsTakenApart()
    {
        using var mail = new MailMessage("dag@example.org", "ops@example.org", "Report", "plain") { Bcc = { "boss@example.org" } };
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString("<b>häh</b>", Encoding.Latin1, "text/html"));
        mail.Attachments.Add(new Attachment(new MemoryStream([0, 255, 13, 10, 46]), "delays.bin"));

        await SendAsync(mail);

        ReceivedMail taken = Assert.Single(_inbox.Mails);
        Assert.Equal(["ops@example.org", "boss@example.org"], taken.Recipients);
        Assert.Equal("plain", taken.Text);
        Assert.Equal("<b>häh</b>", taken.Html);
        Assert.Equal([0, 255, 13, 10, 46], taken.Attachments["delays.bin"].ToArray());
        Assert.False(taken.Headers.ContainsKey("Bcc"));
    }

    [Fact]
    public async Task Recipient_ThatIsRefused_FailsItsSender()
    {
        _inbox.Refusing("gone@example.org");
        using var mail = new MailMessage("dag@example.org", "gone@example.org", "Report", "plain");

        var e = await Assert.ThrowsAsync<SmtpFailedRecipientException>(() => SendAsync(mail));

        Assert.Equal(SmtpStatusCode.MailboxUnavailable, e.StatusCode);
        Assert.Empty(_inbox.Mails);
    }

    [Theory]
    [InlineData("RCPT TO:<a@b>", "503")]
    [InlineData("DATA", "503")]
    [InlineData("MAIL a@b", "501")]
    [InlineData("MAIL FROM:<>", "250")]
    [InlineData("AUTH CRAM-MD5", "504")]
    [InlineData("AUTH PLAIN AGEAYg==", "235")]
    [InlineData("STARTTLS", "502")]
    [InlineData("HELLO", "500")]
    [InlineData("ehlo me", "250-windtunnel")]
    [InlineData("QUIT", "221")]
    public async Task Command_OfAnSmtpClient_IsAnsweredWithItsCode(string command, string code)
    {
        Connection address = _inbox.Connect("mail");
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host!, address.Port!.Value, Token);
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
        Assert.StartsWith("220", await reader.ReadLineAsync(Token), StringComparison.Ordinal);

        await writer.WriteLineAsync(command);

        Assert.StartsWith(code, await reader.ReadLineAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inbox_ThatIsAway_RefusesConnectionsUntilItReturnsAtItsPort()
    {
        using var mail = new MailMessage("dag@example.org", "ops@example.org", "Report", "plain");
        await SendAsync(mail);
        _inbox.Leave();
        await Assert.ThrowsAsync<SmtpException>(() => SendAsync(mail, open: false));
        _inbox.Return();

        await SendAsync(mail, open: false);

        Assert.Equal(2, _inbox.Mails.Count);
    }

    [Fact]
    public async Task Bound_OfAnotherKind_SaysWhatIsBound()
    {
        await using var tunnel = Tunnel.For(new Dag("announce")).Bind("inbox", new TempDirectory());

        var e = Assert.Throws<ArgumentException>(() => tunnel.Bound<MailInbox>("inbox"));

        Assert.StartsWith("A TempDirectory is bound to connection 'inbox', not a MailInbox.", e.Message, StringComparison.Ordinal);
    }

    private int _port;

    private async Task SendAsync(MailMessage mail, bool open = true)
    {
        _port = open ? _inbox.Connect("mail").Port!.Value : _port;
        using var client = new SmtpClient("127.0.0.1", _port);
        await client.SendMailAsync(mail, Token);
    }
}
