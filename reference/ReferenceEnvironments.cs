using Windtunnel.Environments;
using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.TestEnvironments;
using Windtunnel.Testing;

namespace Windtunnel.Reference;

/// <summary>The services that reference DAGs need around them, for <c>windtunnel run</c> and for their tests. The bundle does not carry
/// them.</summary>
public static class ReferenceEnvironments
{
    public static DagEnvironments Environments { get; } = DagEnvironments.Of()
        .With(EphemeralPostgres.Id, () => new TestEnvironment().Add(Warehouse))
        .With(WholeStack.Id, () => Stack(Service.Http("flights_api", FlightsApi)))
        .With(SideBySide.Id, () => new TestEnvironment().Add(Warehouse).Add(Service.Http("departure_board", Board)));

    /// <summary>A PostgreSQL with the tables of <c>reference/data/migrations</c>.</summary>
    public static PostgresServer Warehouse => Service.Postgres("warehouse").Migrated(ReferenceData.PathOf("migrations"));

    /// <summary>The four systems of <see cref="WholeStack"/>, with an API of a test's choice.</summary>
    internal static TestEnvironment Stack(Service api) => new TestEnvironment()
        .Add(Warehouse)
        .Add(Service.Embedded("lake", () => Emulator.Gcs().WithBucket(WholeStack.Bucket)))
        .Add(api.After("warehouse"))
        .Add(Service.Smtp("ops_mail"));

    /// <summary>Answers with all flights of January to March 2001, whatever the day, as an API that ignores its filter would.</summary>
    internal static void FlightsApi(HttpStub api) =>
        api.Get("/v1/flights").MayStayUnused().Returns(200, File.ReadAllText(ReferenceData.PathOf("flights-2k.json")));

    private static void Board(HttpStub board) => board.Put("/airports/{airport}/{day}").MayStayUnused().Returns(204);
}
