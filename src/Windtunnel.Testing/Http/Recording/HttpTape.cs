using System.Collections.Immutable;

namespace Windtunnel.Testing;

/// <summary>What was said between clients and a server, from one file or for one file.</summary>
/// <remarks>Thread-safe. In front of a connection it keeps what passes there in the latest run, faults and all: what stands nearer to the
/// bodies it does not see, and a call that was not answered is not on it.</remarks>
/// <example><code>
/// var tape = new HttpTape();
/// await using var tunnel = Tunnel.For(dag).Bind("orders_api", "https://api.example.com").Record("orders_api", tape);
/// await tunnel.RunAsync();
/// tape.Save("orders.json");
/// </code></example>
public sealed partial class HttpTape : Stage
{
    private readonly Lock _gate = new();
    private readonly HttpSecrets _secrets = new();
    private readonly SortedDictionary<int, TapeExchange> _exchanges = [];
    private int _begun;

    /// <summary>How many requests and answers it holds.</summary>
    public int Count => Exchanges.Length;

    /// <summary>In the order in which the requests were made.</summary>
    internal ImmutableArray<TapeExchange> Exchanges
    {
        get
        {
            lock (_gate)
            {
                return [.. _exchanges.Values];
            }
        }
    }

    /// <summary>Reads a recording.</summary>
    /// <exception cref="FormatException">The file is not one; the message says where and why.</exception>
    public static HttpTape Load(string file)
    {
        var tape = new HttpTape();
        foreach (TapeExchange exchange in TapeReader.Read(file))
        {
            tape._exchanges.Add(tape.Begin(), exchange);
        }

        return tape;
    }

    /// <summary>Masks a secret wherever it turns up, beside what is masked by its name.</summary>
    public HttpTape Masking(string secret)
    {
        _secrets.Add(secret);
        return this;
    }

    /// <summary>Writes it, in place of what is there, as JSON that is made to be read and reviewed.</summary>
    public void Save(string file) => TapeWriter.Write(file, Exchanges);

    /// <inheritdoc/>
    protected internal override StageInRun Begin(StagePlace place)
    {
        lock (_gate)
        {
            _exchanges.Clear();
        }

        return new TapeStage(this, place);
    }

    /// <summary>A place in the order for a request that is on its way.</summary>
    internal int Begin() => Interlocked.Increment(ref _begun);

    internal void Add(int place, StubRequest request, StubResponse response)
    {
        TapeExchange exchange = ExchangeMasking.Of(request, response, _secrets);
        lock (_gate)
        {
            _exchanges[place] = exchange;
        }
    }
}
