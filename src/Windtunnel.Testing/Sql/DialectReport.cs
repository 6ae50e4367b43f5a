using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>What the same queries answer on several databases, and where they differ.</summary>
/// <remarks>A test that passes on one database says little about another where they differ in what the DAG relies on.</remarks>
public sealed class DialectReport
{
    private DialectReport(ImmutableArray<DialectFinding> findings) => Findings = findings;

    /// <summary>Queries about what databases commonly differ in: the type of a division, null order, collation, text comparison and
    /// padding, time zones, the type of dates, booleans, typing of columns, and identifiers.</summary>
    public static ImmutableArray<DialectQuery> Usual { get; } =
    [
        new("integer division", "SELECT 7 / 2"),
        new("division by zero", "SELECT 1 / 0"),
        new("null order", "SELECT n FROM (SELECT 1 AS n UNION ALL SELECT NULL UNION ALL SELECT 2) t ORDER BY n"),
        new("collation", "SELECT s FROM (SELECT 'a' AS s UNION ALL SELECT 'B' UNION ALL SELECT 'é') t ORDER BY s"),
        new("case of text", "SELECT CASE WHEN 'A' = 'a' THEN 'equal' ELSE 'different' END"),
        new("case in LIKE", "SELECT CASE WHEN 'A' LIKE 'a' THEN 'equal' ELSE 'different' END"),
        new("text and number", "SELECT '1' + 1"),
        new("text as number", "SELECT CAST('12x' AS INTEGER)"),
        new("date arithmetic", "SELECT DATE '2026-03-29' - DATE '2026-03-28'"),
        new("type of a timestamp", "SELECT CURRENT_TIMESTAMP = CURRENT_TIMESTAMP"),
        new("time zone", "SELECT CAST('2026-03-29T01:30:00+02:00' AS TIMESTAMP)"),
        new("boolean", "SELECT 1 = 1"),
        new("empty text", "SELECT CASE WHEN '' IS NULL THEN 'null' ELSE 'text' END"),
        new("rounding", "SELECT ROUND(2.5), ROUND(-2.5)"),
    ];

    /// <summary>One for each query, in order.</summary>
    public ImmutableArray<DialectFinding> Findings { get; }

    /// <summary>Those whose answers are not the same on all databases.</summary>
    public IEnumerable<DialectFinding> Differences => Findings.Where(finding => finding.Differs);

    /// <summary>Asks each database each query. An error is an answer too.</summary>
    /// <param name="databases">By the names that the report gives them; at least two.</param>
    /// <param name="queries">E.g. <see cref="Usual"/>, and those of the DAG.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public static async Task<DialectReport> OfAsync(
        IReadOnlyList<(string Name, Database Database)> databases,
        IEnumerable<DialectQuery> queries,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(databases);
        ArgumentNullException.ThrowIfNull(queries);
        var findings = ImmutableArray.CreateBuilder<DialectFinding>();
        foreach (DialectQuery query in queries)
        {
            var answers = ImmutableArray.CreateBuilder<(string, string)>();
            foreach ((string name, Database database) in databases)
            {
                answers.Add((name, await AnswerAsync(database, query.Sql, cancellation)));
            }

            findings.Add(new(query, answers.ToImmutable()));
        }

        return new(findings.ToImmutable());
    }

    /// <summary>The differences, a few lines each.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (DialectFinding finding in Differences)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{finding.Query.Name}: {finding.Query.Sql}");
            foreach ((string database, string answer) in finding.Answers)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {database}: {answer}");
            }
        }

        return text.Length == 0 ? "The databases answer alike." : text.ToString();
    }

    private static async Task<string> AnswerAsync(Database database, string sql, CancellationToken cancellation)
    {
        try
        {
            await using DbConnection connection = database.DataSource.CreateConnection();
            await connection.OpenAsync(cancellation);
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = sql;
            await using DbDataReader row = await command.ExecuteReaderAsync(cancellation);
            List<string> rows = [];
            while (await row.ReadAsync(cancellation))
            {
                rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => Typed(row.GetValue(i)))));
            }

            return string.Join(", ", rows);
        }
        catch (DbException e)
        {
            return $"error {e.SqlState}: {e.Message.Split('\n')[0]}";
        }
    }

    private static string Typed(object value) => value is DBNull ? "NULL" : $"{SqlText.Of(value)} ({value.GetType().Name})";
}

/// <summary>A query that databases may answer differently.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Sql">Without parameters.</param>
public sealed record DialectQuery(string Name, string Sql);

/// <summary>What databases answered to one query.</summary>
/// <param name="Query">The query.</param>
/// <param name="Answers">By database: its rows with their .NET types, or its error.</param>
public sealed record DialectFinding(DialectQuery Query, ImmutableArray<(string Database, string Answer)> Answers)
{
    public bool Differs => Answers.Select(answer => answer.Answer).Distinct().Count() > 1;
}
