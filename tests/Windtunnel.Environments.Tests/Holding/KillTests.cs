using System.Globalization;
using Npgsql;

namespace Windtunnel.Environments.Tests.Holding;

/// <summary>Kills a program with services at moments that a seed decides: 5 times, or as often as <c>WINDTUNNEL_KILLS</c> says.</summary>
public sealed class KillTests : IDisposable
{
    private const int Seed = 20_261_123;
    private const int LatestMoment = 1_500;
    private const string Variable = "WINDTUNNEL_KILLS";

    private readonly LeaseRoot _root = new(Path.Combine(Path.GetTempPath(), $"windtunnel-kills-{Path.GetRandomFileName()}"));
    private readonly Random _chance = new(Seed);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out int kills) ? kills : 5;

    public void Dispose() => Directory.Delete(_root.Folder, recursive: true);

    [Fact]
    public async Task Process_KilledAtRandomMoments_LeavesNothingAfterTheNextStart()
    {
        // Shared: it makes no copies ahead, so the databases can be counted.
        await using var server = new TestEnvironment().Add(Service.Postgres("given").Isolated(Isolation.Shared));
        await using TestPart part = await server.OpenAsync(Token);
        Connection given = part.Connections["given"];
        string uri = $"postgres://{given.Login}:{given.Password}@127.0.0.1:{given.Port}/{given.Schema}";
        string[] services = [$"given:{uri}", "postgres", "redis", "nats", "http", "objects", "smtp"];
        long before = await DatabasesAsync(given);

        for (int kill = 0; kill < Kills; kill++)
        {
            string how = await KillOneAsync(services);
            TestContext.Current.SendDiagnosticMessage("Kill {0}: {1}", kill, how);

            using var next = new HolderProcess(_root, $"given:{uri}");
            await next.ReadUntilAsync("up", Token);
            await next.EndAsync(Token);

            await Traces.ShouldBeGoneAsync(_root, Token);
            Assert.Equal(before, await DatabasesAsync(given));
        }
    }

    /// <summary>Alone, with its watchdog, or the watchdog a little later, while that clears away; with its session or without.</summary>
    private async Task<string> KillOneAsync(string[] services)
    {
        using var holder = new HolderProcess(_root, services);
        int moment = _chance.Next(LatestMoment), watchdog = _chance.Next(3), later = _chance.Next(30);
        bool withSession = _chance.Next(2) == 0, isLate = _chance.Next(2) == 0;
        Task reading = holder.ReadUntilAsync("up", Token);
        await (isLate ? reading : Task.Delay(moment, Token));
        bool wasUp = reading.IsCompleted;
        if (watchdog == 1)
        {
            Traces.KillWatchdogs(_root);
        }

        await holder.KillAsync(withSession, Token);
        if (watchdog == 2)
        {
            await Task.Delay(later, Token);
            Traces.KillWatchdogs(_root);
        }

        await reading;
        string when = isLate ? "when it was up" : $"after {moment} ms{(wasUp ? ", up" : "")}";
        return when + (withSession ? ", with its session" : "")
            + watchdog switch { 0 => "", 1 => ", after its watchdog", _ => $", its watchdog {later} ms later" };
    }

    private static async Task<long> DatabasesAsync(Connection given)
    {
        await using NpgsqlDataSource server = PostgresAddress.Open(given);
        await using NpgsqlCommand count = server.CreateCommand("SELECT count(*) FROM pg_database");
        return (long)(await count.ExecuteScalarAsync(Token))!;
    }
}
