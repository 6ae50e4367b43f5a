using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Windtunnel.Environments;

/// <summary>Which connections of this process are in a pool, where they wait for their next use and are no leak. Pools of
/// <see cref="HttpClient"/> and those of databases that follow OpenTelemetry, as Npgsql, tell how many they have.</summary>
/// <remarks>Not thread-safe, but for what the pools tell.</remarks>
internal sealed partial class ClientPools : IDisposable
{
    private const string Http = "http.client.open_connections";
    private const string State = "db.client.connection.state";
    private const string Pool = "db.client.connection.pool.name";
    private static readonly string[] Databases = ["db.client.connection.count", "db.client.connections.usage"];

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<int, long> _http = [];
    private readonly List<(string Pool, bool IsUsed, long Count)> _databases = [];

    public ClientPools()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Http || Databases.Contains(instrument.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) => Hear(instrument, count, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, count, tags, _) => Hear(instrument, count, tags));
        _listener.Start();
    }

    /// <summary>Connections that are in no pool, and those of pools that somebody uses.</summary>
    public IEnumerable<Trace> Traces(IReadOnlyCollection<IPEndPoint> open)
    {
        lock (_gate)
        {
            _databases.Clear();
            _listener.RecordObservableInstruments();
            return [.. Used(), .. OutsideOfPools(open)];
        }
    }

    public void Dispose() => _listener.Dispose();

    private IEnumerable<Trace> Used() => _databases.Where(pool => pool.IsUsed).GroupBy(pool => pool.Pool).SelectMany(pool => Trace.Counted(
        (int)pool.Sum(part => part.Count),
        $"used {pool.Key}",
        $"a connection that is in use, of '{pool.Key}'. Dispose of it."));

    private IEnumerable<Trace> OutsideOfPools(IReadOnlyCollection<IPEndPoint> open)
    {
        var pooled = _databases.Where(pool => PortOf(pool.Pool) is not null).GroupBy(pool => PortOf(pool.Pool)!.Value)
            .Select(port => KeyValuePair.Create(port.Key, port.Sum(pool => pool.Count))).Concat(_http)
            .ToLookup(port => port.Key, port => port.Value);
        // A pool that does not tell the port, or reaches its server through a proxy, may have any connection.
        long ofUnknown = _databases.Where(pool => PortOf(pool.Pool) is null).Sum(pool => pool.Count)
            + (HasProxy() ? _http.Values.Sum() : 0);
        foreach (IGrouping<int, IPEndPoint> port in open.GroupBy(server => server.Port))
        {
            long alone = Math.Max(0, port.Count() - pooled[port.Key].Sum());
            long excused = Math.Min(ofUnknown, alone);
            ofUnknown -= excused;
            foreach (Trace trace in Trace.Counted(
                (int)(alone - excused),
                string.Create(CultureInfo.InvariantCulture, $"connection to {port.Key}"),
                $"a connection to {port.First()}, in no pool. Dispose of it."))
            {
                yield return trace;
            }
        }
    }

    /// <summary>A pool of Npgsql has the name of its connection string, if it was given none.</summary>
    private static int? PortOf(string pool) =>
        PortInName().Match(pool) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private static bool HasProxy() => Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Any(name => name.ToUpperInvariant() is "HTTP_PROXY" or "HTTPS_PROXY" or "ALL_PROXY");

    [GeneratedRegex("Port=([0-9]{1,5})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PortInName();

    private void Hear(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            if (instrument.Name == Http)
            {
                int port = Tag(tags, "server.port") as int? ?? 0;
                _http[port] = _http.GetValueOrDefault(port) + count;
            }
            else
            {
                _databases.Add((Tag(tags, Pool) as string ?? "", Tag(tags, State) as string == "used", count));
            }
        }
    }

    private static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value;
            }
        }

        return null;
    }
}
