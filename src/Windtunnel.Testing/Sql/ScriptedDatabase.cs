using System.Data.Common;

namespace Windtunnel.Testing;

/// <summary>A database that answers as a test scripts it: each expected command with a result, a number of rows, or an error. A command
/// that nobody expected fails, and fails the run; so does a scripted answer that nobody asked for.</summary>
/// <remarks>Opening, transactions and closing need no script. Thread-safe once it is scripted.</remarks>
/// <example><code>
/// var fares = new ScriptedDatabase();
/// fares.On("SELECT fare FROM fares WHERE route = @route").With("route", "SEA-JFK").Returns(SqlRows.Of(new { fare = 99.5m }));
/// fares.On("UPDATE quotes SET ...").Fails(SqlError.Deadlock).Affects(1);
/// </code></example>
public sealed class ScriptedDatabase : Binding, IStandIn<DbConnection>
{
    private readonly Lock _lock = new();
    private readonly List<SqlRule> _rules = [];
    private readonly List<string> _unexpected = [];

    /// <summary>Expects a command. White space, comments and case do not matter; <c>?</c> stands for any literal or parameter,
    /// <c>...</c> for anything.</summary>
    public SqlRule On(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return Add(new(sql));
    }

    /// <summary>Expects that a connection is opened; an answer lets it fail.</summary>
    public SqlRule OnOpen() => Add(new(ScriptedConnection.Opening));

    /// <summary>Expects that a transaction is committed; an answer lets it fail.</summary>
    public SqlRule OnCommit() => Add(new(ScriptedConnection.Committing));

    /// <summary>Lets the script begin again; what was not expected stays a finding. For what runs a DAG more than once:
    /// <c>tunnel.ExploreAsync(100, before: fares.Rewind)</c>.</summary>
    public void Rewind()
    {
        lock (_lock)
        {
            _rules.ForEach(rule => rule.Rewind());
        }
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> Unexpected
    {
        get
        {
            lock (_lock)
            {
                return [.. _unexpected];
            }
        }
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> Unused
    {
        get
        {
            lock (_lock)
            {
                return [.. _rules.Select(rule => rule.Finding).OfType<string>()];
            }
        }
    }

    /// <inheritdoc/>
    protected internal override ValueTask StartAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            _unexpected.Clear();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    DbConnection IStandIn<DbConnection>.Open(Connection connection, TaskContext context) => new ScriptedConnection(this, context);

    /// <inheritdoc/>
    protected internal override Connection Connect(string id) => StandIn(id, "sql", this);

    /// <summary>The answer to a command.</summary>
    /// <exception cref="InvalidOperationException">Nobody expected it.</exception>
    internal SqlAnswer Answer(string sql, IReadOnlyList<(string Name, object? Value)> parameters, TaskContext context)
    {
        var asked = new SqlShape(sql);
        lock (_lock)
        {
            if (_rules.Find(rule => rule.IsOpen && rule.Matches(asked, parameters))?.Take() is { } answer)
            {
                return answer;
            }

            string text = context.Host.Mask(Describe(asked, parameters));
            _unexpected.Add(text);
            throw new InvalidOperationException(text);
        }
    }

    /// <summary>The answer to something that needs no script; null: it was given none.</summary>
    internal SqlAnswer? AnswerIfScripted(string what)
    {
        var asked = new SqlShape(what);
        lock (_lock)
        {
            return _rules.Find(rule => rule.IsOpen && rule.Matches(asked, []))?.Take();
        }
    }

    private SqlRule Add(SqlRule rule)
    {
        lock (_lock)
        {
            _rules.Add(rule);
        }

        return rule;
    }

    private string Describe(SqlShape asked, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        string what = $"The scripted database did not expect the command {SqlRule.Quote(asked, parameters)}.";
        SqlRule? nearest = _rules.Where(rule => !rule.IsInner).MinBy(rule => rule.DistanceTo(asked));
        return nearest is null
            ? $"{what} It expects none. Script it: .On(\"{asked.Text}\")."
            : $"{what} The nearest that is scripted is {nearest}: {nearest.DifferenceFrom(asked, parameters)}. "
                + $"Mend one of them, or script it: .On(\"{asked.Text}\").";
    }
}
