using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Windtunnel.Testing;

/// <summary>A command to a <see cref="ScriptedDatabase"/>.</summary>
internal sealed class ScriptedCommand : DbCommand
{
    private readonly ScriptedParameters _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; }

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    private ScriptedConnection Scripted => DbConnection as ScriptedConnection ?? throw new InvalidOperationException(
        "The command has no connection to the scripted database. Create it by CreateCommand() of the connection.");

    public override void Cancel()
    {
    }

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery() => Answered(Asked()).Affected;

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        (await AskAsync(cancellationToken).ConfigureAwait(false)).Affected;

    public override object? ExecuteScalar() => First(Answered(Asked()));

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        First(await AskAsync(cancellationToken).ConfigureAwait(false));

    protected override DbParameter CreateDbParameter() => new ScriptedParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Read(Answered(Asked()));

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        Read(await AskAsync(cancellationToken).ConfigureAwait(false));

    private static object? First(SqlAnswer answer) => answer.Rows?.Table is { Rows.Count: > 0 } table ? table.Rows[0][0] : null;

    private SqlAnswer Asked() => Scripted.Ask(CommandText, _parameters.Values);

    private SqlAnswer Answered(SqlAnswer answer)
    {
        Scripted.ThrowIfError(answer);
        return answer;
    }

    private async Task<SqlAnswer> AskAsync(CancellationToken cancellation)
    {
        SqlAnswer answer = Asked();
        await Scripted.WaitAsync(answer.Delay, cancellation).ConfigureAwait(false);
        return Answered(answer);
    }

    private ScriptedReader Read(SqlAnswer answer) => new((answer.Rows ?? SqlRows.None()).Table.CreateDataReader(), answer, Scripted);
}

/// <summary>Rows of which one may be slow, or never come.</summary>
internal sealed class ScriptedReader(DbDataReader rows, SqlAnswer answer, ScriptedConnection connection) : PassedReader(rows)
{
    private int _row;

    public override bool Read()
    {
        Next();
        return base.Read();
    }

    public override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Next();
        await connection.WaitAsync(_row == answer.SlowRow ? answer.RowDelay : default, cancellationToken).ConfigureAwait(false);
        return await base.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Next()
    {
        _row++;
        if (_row == answer.BadRow)
        {
            connection.Break();
            throw answer.RowError!.Exception();
        }
    }
}
