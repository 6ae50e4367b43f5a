namespace Windtunnel.Testing;

/// <summary>A time in which what a connection leads to cannot be reached.</summary>
internal sealed class Outage(string connection, DateTimeOffset from, DateTimeOffset until)
{
    public string Connection { get; } = connection;

    public DateTimeOffset From { get; } = from;

    public DateTimeOffset Until { get; } = until;

    private string Time => $"from {From.Text()} until {Until.Text()}";

    private bool WasMet { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"'{Connection}' {Time}";

    public bool Overlaps(Outage other) => Connection == other.Connection && From < other.Until && other.From < Until;

    /// <summary>The connection, which is not to be had during the outages.</summary>
    public static Connection Guard(Connection connection, Outage[] outages, Func<DateTimeOffset> now) => outages.Length == 0
        ? connection
        : connection with { Guard = () => Array.ForEach(outages, outage => outage.ThrowIfAway(now())) };

    /// <summary>Says which outage no task met; null: each was met.</summary>
    public static string? UnmetFinding(IEnumerable<Outage> outages) => outages.FirstOrDefault(outage => !outage.WasMet) is { } unmet
        ? $"Connection '{unmet.Connection}' was away {unmet.Time}, but no task asked for it then. "
            + $"Move the outage to when one does, or say .AllowUnused(\"{unmet.Connection}\")."
        : null;

    private void ThrowIfAway(DateTimeOffset now)
    {
        if (now >= From && now < Until)
        {
            WasMet = true;
            throw new IOException($"Connection '{Connection}' cannot be reached: the test has it away {Time}.");
        }
    }
}
