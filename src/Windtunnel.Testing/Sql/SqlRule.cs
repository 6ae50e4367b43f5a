using System.Globalization;

namespace Windtunnel.Testing;

/// <summary>A command that a <see cref="ScriptedDatabase"/> expects, and its answers in turn. The last one is not repeated unless
/// <see cref="AnyTimes"/> says so.</summary>
public sealed class SqlRule
{
    private readonly SqlShape _shape;
    private readonly List<(string Name, object? Value)> _parameters = [];
    private readonly List<SqlAnswer> _answers = [];
    private int _taken;
    private bool _isRepeated;

    internal SqlRule(string sql)
    {
        _shape = new(sql);
        IsInner = sql is ScriptedConnection.Opening or ScriptedConnection.Committing;
    }

    /// <summary>It stands for opening or committing, and not for a command.</summary>
    internal bool IsInner { get; }

    /// <summary>False when all its answers are given.</summary>
    internal bool IsOpen => _isRepeated || _taken < Expected;

    /// <summary>Says which answers nobody asked for; null: none.</summary>
    internal string? Finding => _taken >= (_isRepeated ? 1 : Expected)
        ? null
        : $"The scripted database expected {this} {Counted(_isRepeated ? 1 : Expected)}, but it was run {Counted(_taken)}.";

    private int Expected => Math.Max(1, _answers.Count);

    /// <summary>Requires a parameter. Its name is given without <c>@</c>, <c>:</c> or <c>$</c>; numbers are equal when their values
    /// are.</summary>
    public SqlRule With(string parameter, object? value)
    {
        _parameters.Add((parameter.TrimStart('@', ':', '$'), value));
        return this;
    }

    /// <summary>Answers with rows.</summary>
    public SqlRule Returns(SqlRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Add(new() { Rows = rows });
    }

    /// <summary>Answers with one value.</summary>
    public SqlRule ReturnsScalar<T>(T value) => Returns(SqlRows.Of(new { value }));

    /// <summary>Answers that so many rows were changed.</summary>
    public SqlRule Affects(int rows) => Add(new() { Affected = rows });

    /// <summary>Answers with an error of the database.</summary>
    public SqlRule Fails(SqlError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Add(new() { Error = error.Exception, Breaks = error.BreaksConnection });
    }

    /// <summary>Answers with an exception of a driver, e.g. a <c>PostgresException</c>.</summary>
    public SqlRule Fails(Func<Exception> error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Add(new() { Error = error });
    }

    /// <summary>Lets the answer given last take its time, on the run's clock. A synchronous call cannot wait, and does not.</summary>
    public SqlRule After(TimeSpan delay) => Change(answer => answer with { Delay = delay });

    /// <summary>Lets one row of the answer given last take its time, on the run's clock.</summary>
    /// <param name="row">Counted from 1.</param>
    /// <param name="delay">How long it takes to come.</param>
    public SqlRule WithSlowRow(int row, TimeSpan delay) => Change(answer => answer with { SlowRow = row, RowDelay = delay });

    /// <summary>Lets one row of the answer given last never come: the connection breaks instead.</summary>
    /// <param name="row">Counted from 1.</param>
    /// <param name="error">What the database says.</param>
    public SqlRule FailingAtRow(int row, SqlError error) => Change(answer => answer with { BadRow = row, RowError = error });

    /// <summary>Repeats the answer given last, so that so many commands get it.</summary>
    public SqlRule Times(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        SqlAnswer last = Last();
        _answers.AddRange(Enumerable.Repeat(last, count - 1));
        return this;
    }

    /// <summary>Repeats the answer given last for ever; once it must be asked for.</summary>
    public SqlRule AnyTimes()
    {
        _isRepeated = true;
        return this;
    }

    /// <summary>The command, with the parameters it requires.</summary>
    public override string ToString() => Quote(_shape, _parameters);

    internal static string Quote(SqlShape shape, IReadOnlyList<(string Name, object? Value)> parameters) => parameters.Count == 0
        ? $"\"{shape.Text}\""
        : $"\"{shape.Text}\" with {string.Join(", ", parameters.Select(one => $"{one.Name} = {Shown(one.Name, one.Value)}"))}";

    internal bool Matches(SqlShape asked, IReadOnlyList<(string Name, object? Value)> parameters) =>
        DifferenceFrom(asked, parameters) is null;

    internal int DistanceTo(SqlShape asked) => _shape.DistanceTo(asked);

    internal string? DifferenceFrom(SqlShape asked, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        if (_shape.DifferenceFrom(asked) is { } difference)
        {
            return difference;
        }

        foreach ((string name, object? value) in _parameters)
        {
            var found = parameters.Where(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (found.Length == 0)
            {
                return $"expected the parameter {name}, found none of that name";
            }

            if (!IsEqual(value, found[0].Value))
            {
                return $"expected {name} = {Shown(name, value)}, found {name} = {Shown(name, found[0].Value)}";
            }
        }

        return IsOpen ? null : $"its {(_taken == 1 ? "answer is" : $"{_taken} answers are")} given already";
    }

    internal void Rewind() => _taken = 0;

    internal SqlAnswer Take()
    {
        SqlAnswer answer = _answers.Count == 0 ? new() : _answers[Math.Min(_taken, _answers.Count - 1)];
        _taken++;
        return answer;
    }

    private static string Counted(int count) => count switch { 0 => "never", 1 => "once", _ => $"{count} times" };

    private static string Shown(string name, object? value) => SensitiveKeys.Contains(name) ? SecretMask.Replacement : value switch
    {
        string text => $"'{text}'",
        _ => SqlText.Of(value),
    };

    private static bool IsEqual(object? expected, object? actual)
    {
        if (expected is null or DBNull || actual is null or DBNull)
        {
            return expected is null or DBNull && actual is null or DBNull;
        }

        bool areNumbers = IsNumber(expected) && IsNumber(actual);
        return areNumbers
            ? Convert.ToDecimal(expected, CultureInfo.InvariantCulture) == Convert.ToDecimal(actual, CultureInfo.InvariantCulture)
            : expected.Equals(actual) || SqlText.Of(expected) == SqlText.Of(actual);
    }

    private static bool IsNumber(object value) =>
        value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;

    private SqlRule Add(SqlAnswer answer)
    {
        _answers.Add(answer);
        return this;
    }

    private SqlRule Change(Func<SqlAnswer, SqlAnswer> change)
    {
        _answers[^1] = change(Last());
        return this;
    }

    private SqlAnswer Last() => _answers.Count > 0
        ? _answers[^1]
        : throw new InvalidOperationException($"The rule {this} has no answer to change. Say what it answers first, e.g. .Affects(1).");
}

/// <summary>One scripted answer.</summary>
internal sealed record SqlAnswer
{
    public SqlRows? Rows { get; init; }

    public int Affected { get; init; }

    /// <summary>Null: it succeeds.</summary>
    public Func<Exception>? Error { get; init; }

    /// <summary>Whether the error breaks the connection.</summary>
    public bool Breaks { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>Counted from 1; 0: none.</summary>
    public int SlowRow { get; init; }

    public TimeSpan RowDelay { get; init; }

    /// <summary>Counted from 1; 0: none.</summary>
    public int BadRow { get; init; }

    public SqlError? RowError { get; init; }
}
