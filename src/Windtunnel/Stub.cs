namespace Windtunnel;
public sealed record DataInterval(DateTimeOffset Start, DateTimeOffset End);
public abstract class Schedule;
public sealed record Asset(string Name, string Uri);
public sealed record AssetAlias(string Name);
