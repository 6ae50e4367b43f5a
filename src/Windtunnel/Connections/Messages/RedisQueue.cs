using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>A queue in a stream of Redis (6.2 or later). Its one consumer group keeps what was received until it is acknowledged, and
/// gives it out again when the visibility timeout is over.</summary>
internal sealed class RedisQueue : MessageQueue
{
    private const string Group = "windtunnel";
    private const string Body = "body";
    private const string HeaderPrefix = "header.";
    private const string First = "0-0";

    private readonly Connection _connection;
    private readonly string _stream;
    private readonly long _hiddenFor;
    private readonly SemaphoreSlim _turn = new(1);
    private RedisWire? _wire;

    public RedisQueue(Connection connection)
    {
        _connection = connection;
        _stream = connection.Extras.Text("queue") ?? connection.Id;
        long seconds = connection.Extras.Integer("visibility_timeout") ?? 30;
        _hiddenFor = seconds > 0 ? seconds * 1000 : throw new FormatException(
            $"The setting 'visibility_timeout' in the extra of connection '{connection.Id}' is {seconds}. "
            + "Make it a number of seconds above 0.");
    }

    public override async ValueTask PublishAsync(QueueMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        List<RedisWord> command = ["XADD", _stream, "*", Body, message.Body];
        foreach ((string name, string value) in message.Headers)
        {
            command.AddRange([HeaderPrefix + name, value]);
        }

        await AskAsync(wire => wire.AskAsync(cancellation, command), cancellation).ConfigureAwait(false);
    }

    public override async ValueTask<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int atMost = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atMost, 1);
        return await AskAsync(async wire =>
        {
            List<ReceivedMessage> received = await ReceiveAgainAsync(wire, atMost, cancellation).ConfigureAwait(false);
            if (received.Count < atMost)
            {
                RedisAnswer answer = await wire.AskAsync(
                    cancellation, "XREADGROUP", "GROUP", Group, Group, "COUNT", atMost - received.Count, "STREAMS", _stream, ">")
                    .ConfigureAwait(false);
                received.AddRange(answer.Items.SelectMany(stream => stream.Items[1].Items).Select(entry => Message(entry, 1)));
            }

            return received;
        }, cancellation).ConfigureAwait(false);
    }

    public override async ValueTask AcknowledgeAsync(ReceivedMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        await AskAsync(async wire =>
        {
            await wire.AskAsync(cancellation, "XACK", _stream, Group, message.Id).ConfigureAwait(false);
            return await wire.AskAsync(cancellation, "XDEL", _stream, message.Id).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
    }

    public override async ValueTask ReturnAsync(ReceivedMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);

        // It is claimed as one that lay idle for the whole timeout, and not counted as delivered by that.
        await AskAsync(
            wire => wire.AskAsync(cancellation, "XCLAIM", _stream, Group, Group, 0, message.Id, "IDLE", _hiddenFor, "JUSTID"),
            cancellation).ConfigureAwait(false);
    }

    public override ValueTask DisposeAsync()
    {
        _wire?.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes what was received, and not acknowledged in time.</summary>
    private async Task<List<ReceivedMessage>> ReceiveAgainAsync(RedisWire wire, int atMost, CancellationToken cancellation)
    {
        List<ReceivedMessage> received = [];
        string from = First;
        do
        {
            RedisAnswer claimed = await wire.AskAsync(
                cancellation, "XAUTOCLAIM", _stream, Group, Group, _hiddenFor, from, "COUNT", atMost - received.Count)
                .ConfigureAwait(false);
            from = claimed.Items[0].Text;
            foreach (RedisAnswer entry in claimed.Items[1].Items.Where(entry => entry.List is not null))
            {
                received.Add(Message(entry, await DeliveriesAsync(wire, entry.Items[0].Text, cancellation).ConfigureAwait(false)));
            }
        }
        while (from != First && received.Count < atMost);
        return received;
    }

    private async Task<int> DeliveriesAsync(RedisWire wire, string id, CancellationToken cancellation)
    {
        RedisAnswer pending = await wire.AskAsync(cancellation, "XPENDING", _stream, Group, id, id, 1).ConfigureAwait(false);
        return pending.Items is [{ Items: [_, _, _, var count] }] && int.TryParse(count.Text, out int deliveries) ? deliveries : 1;
    }

    private static ReceivedMessage Message(RedisAnswer entry, int deliveries)
    {
        string id = entry.Items[0].Text;
        RedisAnswer[] fields = entry.Items[1].Items;
        byte[] body = [];
        var headers = ImmutableDictionary.CreateBuilder<string, string>();
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            string name = fields[i].Text;
            if (name == Body)
            {
                body = fields[i + 1].Bytes ?? [];
            }
            else
            {
                headers[name.StartsWith(HeaderPrefix, StringComparison.Ordinal) ? name[HeaderPrefix.Length..] : name] = fields[i + 1].Text;
            }
        }

        return new(id, id, deliveries, new() { Body = body, Headers = headers.ToImmutable() });
    }

    /// <summary>One after the other. A socket that failed is given up, the next call opens another.</summary>
    private async Task<T> AskAsync<T>(Func<RedisWire, Task<T>> ask, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        bool isUsable = false;
        try
        {
            _wire ??= await OpenAsync(cancellation).ConfigureAwait(false);
            T answer = await ask(_wire).ConfigureAwait(false);
            isUsable = true;
            return answer;
        }
        finally
        {
            if (!isUsable)
            {
                _wire?.Dispose();
                _wire = null;
            }

            _turn.Release();
        }
    }

    private async Task<RedisWire> OpenAsync(CancellationToken cancellation)
    {
        RedisWire wire = await RedisWire.OpenAsync(_connection, cancellation).ConfigureAwait(false);
        try
        {
            await MakeGroupAsync(wire, cancellation).ConfigureAwait(false);
            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <summary>It begins with the first message, also of those that were published before anybody received.</summary>
    private async Task MakeGroupAsync(RedisWire wire, CancellationToken cancellation)
    {
        try
        {
            await wire.AskAsync(cancellation, "XGROUP", "CREATE", _stream, Group, 0, "MKSTREAM").ConfigureAwait(false);
        }
        catch (RedisException e) when (e.Error.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It is there already.
        }
    }
}
