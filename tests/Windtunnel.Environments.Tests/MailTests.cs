using System.Net.Mail;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

public sealed class MailTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_InAnEnvironment_IsEachTunnelsOwn()
    {
        await using var environment = new TestEnvironment().Add(Service.Smtp("mail"));
        await using var one = Tunnel.For(Announcing("one")).In(environment);
        await using var two = Tunnel.For(Announcing("two")).In(environment);

        (await one.RunAsync(Token)).ShouldSucceed();
        (await two.RunAsync(Token)).ShouldSucceed();

        Assert.Equal("one", Assert.Single(one.Bound<MailInbox>("mail").Mails).Subject);
        Assert.Equal("two", Assert.Single(two.Bound<MailInbox>("mail").Mails).Subject);
    }

    [Fact]
    public async Task Mail_OfATestsPart_IsReadByItsConnection()
    {
        await using var environment = new TestEnvironment().Add(Service.Smtp());
        await using TestPart part = await environment.OpenAsync(Token);
        Connection mail = part.Connections["smtp"];

        await SendAsync(mail, "hello", Token);

        Assert.Equal("hello", Assert.Single(mail.As<MailInbox>().Mails).Subject);
    }

    private static Dag Announcing(string subject)
    {
        var dag = new Dag("announce");
        dag.Task("announce", context => SendAsync(context.Connections["mail"], subject, context.Cancellation));
        return dag;
    }

    private static async Task SendAsync(Connection mail, string subject, CancellationToken cancellation)
    {
        using var client = new SmtpClient(mail.Host, mail.Port!.Value);
        await client.SendMailAsync("dag@example.org", "ops@example.org", subject, "text", cancellation);
    }
}
