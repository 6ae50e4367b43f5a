using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>Whom a client of a NATS server may be; null: the server asks nobody.</summary>
internal sealed record NatsAccount(string? User, string? Password);

/// <summary>The accounts of a server: one for all, and one for each test that runs at the time. The one that was given back the longest
/// time ago is taken first.</summary>
internal sealed class NatsAccounts
{
    private const int Most = 64;

    private readonly ConcurrentQueue<NatsAccount> _free = [];

    /// <summary>Those of a new server of our own.</summary>
    public NatsAccounts()
        : this(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))
    {
    }

    /// <summary>Those of a server of our own that runs already.</summary>
    public NatsAccounts(string password)
    {
        Common = new("common", password);
        Own = [.. Enumerable.Range(1, Most).Select(number => new NatsAccount(
            string.Create(CultureInfo.InvariantCulture, $"test{number}"), password))];
        _free = new(Own);
    }

    /// <summary>The one of a server that is not ours.</summary>
    public NatsAccounts(string? user, string? password) => Common = new(user, password);

    /// <summary>What services see that depend on the server.</summary>
    public NatsAccount Common { get; }

    /// <summary>Those of tests; empty on a server where tests share an account.</summary>
    public ImmutableArray<NatsAccount> Own { get; } = [];

    public NatsAccount Take() => _free.TryDequeue(out NatsAccount? account)
        ? account
        : throw new EnvironmentException($"All {Most} accounts of NATS are in use. Run fewer tests at once, or add a server.");

    public void GiveBack(NatsAccount account) => _free.Enqueue(account);

    /// <summary>A configuration file of <c>nats-server</c> with these accounts.</summary>
    public string Configuration(string host, int port, string folder)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"listen: \"{host}:{port}\"");
        text.AppendLine(CultureInfo.InvariantCulture, $"jetstream {{ store_dir: \"{folder}\" }}");
        text.AppendLine("accounts {");
        foreach (NatsAccount account in Own.Prepend(Common))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {account.User} {{ jetstream: enabled, ");
            text.AppendLine(CultureInfo.InvariantCulture, $"users: [{{ user: {account.User}, password: \"{account.Password}\" }}] }}");
        }

        return text.AppendLine("}").ToString();
    }
}
