using Windtunnel.Airflow.Rest;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Airflow.Tests.Rest;

/// <summary>A server that repeats recorded answers, and a client of it that waits for nothing.</summary>
public sealed class RestFixture : IAsyncLifetime
{
    public RecordedAirflow Server { get; private set; } = null!;

    internal HastyClock Clock { get; } = new(new(2026, 11, 23, 5, 30, 0, TimeSpan.Zero));

    internal AirflowHttp Http { get; private set; } = null!;

    internal AirflowApi Api { get; private set; } = null!;

    public static RecordedCall Recording(string name) => RecordedCall.Load(Repository.Conformance("rest"), name);

    public static IEnumerable<RecordedCall> Recordings() =>
        Directory.GetFiles(Repository.Conformance("rest"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => Recording(Path.GetFileNameWithoutExtension(file)));

    public async ValueTask InitializeAsync()
    {
        Server = await RecordedAirflow.StartAsync();
        Http = new(Server.Address, AirflowCredentials.Password("admin", "password-of-the-tests"), time: Clock);
        Api = new(Http);
    }

    public ValueTask DisposeAsync()
    {
        Api.Dispose();
        return Server.DisposeAsync();
    }
}
