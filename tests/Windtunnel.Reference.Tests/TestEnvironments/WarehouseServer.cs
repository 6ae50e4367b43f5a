using Npgsql;
using Windtunnel.Environments;
using Windtunnel.Reference.Tests.TestEnvironments;
using Windtunnel.Testing;

[assembly: AssemblyFixture(typeof(WarehouseServer))]

namespace Windtunnel.Reference.Tests.TestEnvironments;

/// <summary>One server for all tests of this assembly; each opens a database of its own in it.</summary>
public sealed class WarehouseServer : IAsyncDisposable
{
    public TestEnvironment Environment { get; } = new TestEnvironment().Add(ReferenceEnvironments.Warehouse);

    public ValueTask DisposeAsync() => Environment.DisposeAsync();
}

/// <summary>How a test looks into a database that it was given.</summary>
internal static class Looking
{
    /// <summary>The rows that a query answers, values parted by bars.</summary>
    public static IReadOnlyList<string> Query(this TestPart part, string sql, string service = "warehouse")
    {
        using var connection = (NpgsqlConnection)part.Connections[service].Sql(NpgsqlFactory.Instance).Driver<NpgsqlConnection>();
        return Database.At(NpgsqlFactory.Instance, connection.ConnectionString).Query(sql);
    }
}
