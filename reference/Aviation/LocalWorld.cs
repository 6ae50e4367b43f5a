using System.Collections.Immutable;

namespace Windtunnel.Reference.Aviation;

/// <summary>Where the connections lead in <c>windtunnel run</c>: to the project's data, and to directories of the run's own.</summary>
internal static class LocalWorld
{
    /// <summary>A day of the data with late and with very late flights.</summary>
    private static readonly DateTimeOffset DayOfBoth = new(2001, 1, 3, 23, 55, 0, TimeSpan.Zero);

    public static RunRequest Aviation(DirectoryInfo scratch) => new()
    {
        StartingAt = DayOfBoth,
        Connections = ImmutableDictionary.CreateRange(
            new Connection[]
            {
                Connection.ToPath("flights_inbox", ReferenceData.Directory),
                Connection.ToPath("airports", ReferenceData.Directory),
                Connection.ToPath("reports", scratch.CreateSubdirectory("reports").FullName),
                Connection.ToPath("outbox", scratch.CreateSubdirectory("outbox").FullName),
                Connection.ToPath("oncall", scratch.CreateSubdirectory("oncall").FullName),
                new() { Id = "warehouse", Type = "sqlite", Host = Path.Combine(scratch.FullName, "warehouse.db") },
            }.Select(connection => KeyValuePair.Create(connection.Id, connection))),
    };
}
