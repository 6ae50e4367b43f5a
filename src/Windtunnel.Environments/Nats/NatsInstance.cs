using System.Text.Json;

namespace Windtunnel.Environments;

/// <summary>A running NATS server.</summary>
internal sealed class NatsInstance(NatsEndpoint endpoint, NatsAccounts accounts, RunningServer? server) : ServiceInstance
{
    private const string Streams = "$JS.API.STREAM.NAMES";

    private string? _version;

    public override Connection Connection => ConnectionOf(accounts.Common);

    public override string Output => server?.Output ?? "";

    public override string? Ended => server?.Ended;

    public override string? Version => _version;

    internal override Handover? Kept => server is ServerProcess { Log: { } log } process
        ? new("", ProviderKind.Native, _version, process.Id, log, endpoint.Port, accounts.Common.Password, null)
        : null;

    internal override Task RestoreAsync(CancellationToken cancellation) =>
        Task.WhenAll(accounts.Own.Prepend(accounts.Common).Select(EmptyAsync));

    /// <summary>Sends a message through the broker and back, and asks JetStream, which is up a little later.</summary>
    public override async Task ProveReadyAsync(CancellationToken cancellation)
    {
        await using NatsClient client = await NatsClient.ConnectAsync(endpoint, accounts.Common, cancellation).ConfigureAwait(false);
        await client.RoundTripAsync(cancellation).ConfigureAwait(false);
        if (server is not null)
        {
            using JsonDocument _ = await client.AskAsync(Streams, cancellation).ConfigureAwait(false);
        }

        _version = $"NATS {client.ServerVersion}";
    }

    public override ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation)
    {
        if (accounts.Own.IsEmpty)
        {
            return new(new ServicePart(Connection));
        }

        NatsAccount own = accounts.Take();
        return new(new ServicePart(ConnectionOf(own), () => GiveBackAsync(own)));
    }

    /// <summary>Removes what the test left: streams, which buckets are made of too.</summary>
    private async ValueTask GiveBackAsync(NatsAccount account)
    {
        await EmptyAsync(account).ConfigureAwait(false);
        accounts.GiveBack(account);
    }

    private async Task EmptyAsync(NatsAccount account)
    {
        await using NatsClient client = await NatsClient.ConnectAsync(endpoint, account, CancellationToken.None).ConfigureAwait(false);
        while (true)
        {
            using JsonDocument answer = await client.AskAsync(Streams, CancellationToken.None).ConfigureAwait(false);
            if (!answer.RootElement.TryGetProperty("streams", out JsonElement streams) || streams.ValueKind != JsonValueKind.Array
                || streams.GetArrayLength() == 0)
            {
                return;
            }

            foreach (JsonElement stream in streams.EnumerateArray())
            {
                using JsonDocument _ = await client.AskAsync($"$JS.API.STREAM.DELETE.{stream.GetString()}", CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
    }

    private Connection ConnectionOf(NatsAccount account) => new()
    {
        Id = "nats",
        Type = "nats",
        Host = endpoint.Host,
        Port = endpoint.Port,
        Login = account.User,
        Password = account.Password,
    };
}
