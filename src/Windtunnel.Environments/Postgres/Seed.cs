using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>What is put into a database after its migrations.</summary>
/// <param name="File">The path of an SQL or CSV file; null: the rows are in <paramref name="Csv"/>.</param>
/// <param name="Table">Where rows go; null for SQL.</param>
/// <param name="Csv">Rows under a line of column names; null: they are in the file.</param>
internal sealed partial record Seed(string? File, string? Table, string? Csv)
{
    /// <exception cref="ArgumentException">It is a file of another kind.</exception>
    public static Seed Of(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".SQL" => new(Path.GetFullPath(file), null, null),
        // 010_airports.csv goes into airports: the number says when.
        ".CSV" => new(Path.GetFullPath(file), Order().Replace(Path.GetFileNameWithoutExtension(file), ""), null),
        _ => throw new ArgumentException(
            $"'{file}' is neither *.sql nor *.csv. Give one of those, or rows: Seeded(table, rows).", nameof(file)),
    };

    /// <summary>What messages call it.</summary>
    public string Name => File ?? $"rows of {Table}";

    /// <summary>What it puts in, for telling whether that has changed.</summary>
    public Task<string> ContentAsync(CancellationToken cancellation) =>
        File is null ? Task.FromResult(Csv!) : SqlFile.ReadAsync("seed", File, cancellation);

    /// <exception cref="EnvironmentException">The server refuses it; the message names file and line.</exception>
    public async Task PlantAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (Table is null)
        {
            await SqlFile.RunAsync(connection, "seed", File!, cancellation).ConfigureAwait(false);
            return;
        }

        string csv = await ContentAsync(cancellation).ConfigureAwait(false);
        string columns = csv.Split('\n', 2)[0].TrimEnd('\r');
        try
        {
            await using NpgsqlCopyTextWriter writer = (NpgsqlCopyTextWriter)await connection.BeginTextImportAsync(
                $"COPY {Table} ({columns}) FROM STDIN (FORMAT csv, HEADER true)", cancellation).ConfigureAwait(false);
            await writer.WriteAsync(csv.AsMemory(), cancellation).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            // COPY airports, line 3, column elevation: "high"
            Match line = LineOfCopy().Match(e.Where ?? "");
            throw SqlFile.Failure("seed", Name, line.Success ? int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) : 1, e);
        }
    }

    [GeneratedRegex(@"^\d+_+")]
    private static partial Regex Order();

    [GeneratedRegex(@"^COPY .*, line (\d+)")]
    private static partial Regex LineOfCopy();
}
