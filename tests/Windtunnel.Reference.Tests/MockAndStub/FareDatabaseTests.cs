using Microsoft.Data.Sqlite;
using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.MockAndStub;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.MockAndStub;

/// <summary>The same DAG on a scripted double, on SQLite in memory and on a real PostgreSQL.</summary>
public sealed class FareDatabaseTests(FarePostgres server) : IClassFixture<FarePostgres>
{
    private const string TwoRoutes = "origin,destination,distance_miles:int\nJFK,LAX,2475\nSEA,PDX,129\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("scripted")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [Trait("bullet", "4.3#4")]
    public async Task QuoteRoutes_OnAnyDatabase_QuotesTheSameFares(string kind)
    {
        await using Binding fares = kind switch
        {
            "scripted" => Scripted(),
            "sqlite" => TwoRoutesIn(Database.InMemory(SqliteFactory.Instance)),
            _ => TwoRoutesIn(server.Database),
        };

        (await Probe(fares).RunAsync(Cancellation)).ShouldSucceed().ShouldHaveCounted("quotes", 2);

        if (fares is Database database)
        {
            Assert.Equal(["JFK|LAX|32125", "SEA|PDX|6319"], database.Query("SELECT * FROM quotes ORDER BY origin"));
        }

        static Database TwoRoutesIn(Database database) => database.With(FareDatabase.Tables)
            .With("DELETE FROM quotes; DELETE FROM routes; INSERT INTO routes VALUES ('JFK', 'LAX', 2475), ('SEA', 'PDX', 129)");
    }

    private static ScriptedDatabase Scripted()
    {
        var fares = new ScriptedDatabase();
        fares.On(FareDatabase.Routes).Returns(SqlRows.FromCsv(TwoRoutes));
        fares.On(FareDatabase.SaveQuote).With("origin", "JFK").With("fare", 32125).Affects(1);
        fares.On(FareDatabase.SaveQuote).With("origin", "SEA").With("fare", 6319).Affects(1);
        return fares;
    }

    [Fact]
    [Trait("bullet", "4.3#1")]
    public async Task QuoteRoutes_OnAScriptedDatabase_SavesAFareForEachRoute()
    {
        var fares = new ScriptedDatabase();
        fares.On(FareDatabase.Routes).Returns(SqlRows.FromCsv(TwoRoutes));
        fares.On(FareDatabase.SaveQuote).With("origin", "JFK").With("fare", 4900 + (11 * 2475)).Affects(1);
        fares.On(FareDatabase.SaveQuote).With("origin", "SEA").With("fare", 4900 + (11 * 129)).Affects(1);

        (await Probe(fares).RunAsync(Cancellation)).ShouldSucceed().ShouldHaveCounted("quotes", 2);
    }

    [Fact]
    [Trait("bullet", "4.3#2")]
    public async Task FareDatabase_OnSqliteInMemory_QuotesEveryRouteOfRealFlights()
    {
        await using Tunnel tunnel = OnRealFlights(Database.InMemory(SqliteFactory.Instance), out Database fares);

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();

        Assert.Equal(fares.Query("SELECT COUNT(*) FROM routes"), fares.Query("SELECT COUNT(*) FROM quotes"));
        Assert.Equal(["SEA|PDX|6319"], fares.Query("SELECT * FROM quotes WHERE origin = 'SEA' AND destination = 'PDX'"));
    }

    [Theory]
    [InlineData("deadlock")]
    [InlineData("lost in mid-commit")]
    [Trait("bullet", "4.3#3")]
    public async Task QuoteRoutes_WhenTheDatabaseAsksToTryAgain_IsRetriedSoon(string trouble)
    {
        var fares = new ScriptedDatabase();
        fares.On(FareDatabase.Routes).Returns(SqlRows.FromCsv(TwoRoutes));
        SqlRule save = fares.On(FareDatabase.SaveQuote);
        if (trouble == "deadlock")
        {
            save.Affects(1).Fails(SqlError.Deadlock);
        }
        else
        {
            save.Affects(1).Times(2);
            fares.OnCommit().Fails(SqlError.ConnectionLost);
        }

        ProbedTask quoted = await Probe(fares).RunAsync(Cancellation);

        quoted.ShouldFailWith("The database asks to try again");
        quoted.ShouldRetryAfter(30.Seconds());
    }

    [Fact]
    [Trait("bullet", "4.3#3")]
    public async Task QuoteRoutes_OnAnErrorThatStays_KeepsItsOwnRetries()
    {
        var fares = new ScriptedDatabase();
        fares.On(FareDatabase.Routes).Fails(SqlError.UndefinedTable);

        ProbedTask quoted = await Probe(fares).RunAsync(Cancellation);

        quoted.ShouldFailWith("42P01");
        quoted.ShouldRetryAfter(5.Minutes());
    }

    [Fact]
    [Trait("bullet", "4.3#4")]
    public async Task FareDatabase_OnPostgres_LeavesWhatItLeavesOnSqlite()
    {
        await using Tunnel onPostgres = OnRealFlights(server.Database, out Database postgres);
        await using Tunnel onSqlite = OnRealFlights(Database.InMemory(SqliteFactory.Instance), out Database sqlite);

        (await onPostgres.RunAsync(Cancellation)).ShouldSucceed();
        (await onPostgres.RunAsync(Cancellation)).ShouldSucceed();
        (await onSqlite.RunAsync(Cancellation)).ShouldSucceed();

        const string Quotes = "SELECT origin, destination, fare_cents FROM quotes ORDER BY origin, destination";
        Assert.Equal(sqlite.Query(Quotes), postgres.Query(Quotes));
    }

    [Fact]
    [Trait("bullet", "4.3#4")]
    public async Task Databases_AskedTheSame_DifferWhereTheReportSays()
    {
        await using Database sqlite = Database.InMemory(SqliteFactory.Instance).With(FareDatabase.Tables);
        await using Database postgres = server.Database.With(FareDatabase.Tables);

        DialectReport report = await DialectReport.OfAsync(
            [("sqlite", sqlite), ("postgres", postgres)],
            [.. DialectReport.Usual, new("missing quotes", FareDatabase.Missing)], Cancellation);

        string[] differing = [.. report.Differences.Select(finding => finding.Query.Name)];
        Assert.All(["null order", "case in LIKE", "boolean", "division by zero", "time zone"], name => Assert.Contains(name, differing));
        Assert.DoesNotContain("missing quotes", differing);
        Assert.Contains("null order: SELECT n FROM", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("  postgres: error 22012: ", report.ToString(), StringComparison.Ordinal);
    }

    private static TaskProbe Probe(Binding fares) =>
        TaskProbe.For(FareDatabase.Create(), "quote_routes").Bind("fares", fares);

    private static Tunnel OnRealFlights(Database database, out Database fares)
    {
        fares = database;
        return Tunnel.For(FareDatabase.Create()).Bind("fares", database).BindPath("flights_inbox", ReferenceData.Directory);
    }
}
