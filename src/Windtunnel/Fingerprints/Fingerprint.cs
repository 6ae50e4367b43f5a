using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel;

/// <summary>What a run stood on, as named facts: system, runtime, culture, time zone data, packages, commit, and what was added of
/// services. Two that hold the same facts are equal. Immutable.</summary>
/// <remarks>It holds no secret: of environment variables only those of a fixed list are told.</remarks>
public sealed class Fingerprint : IEquatable<Fingerprint>
{
    private static readonly Lazy<Fingerprint> ThisProcess = new(() => Of(ProcessFacts.Gather()));

    [JsonConstructor]
    public Fingerprint(ImmutableSortedDictionary<string, string> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Facts = facts.WithComparers(StringComparer.Ordinal);
    }

    /// <summary>Without facts.</summary>
    public static Fingerprint Empty { get; } = new(ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Of the process that asks. Gathered once, when it is first asked for: that takes some milliseconds, and a call of git
    /// where the current folder is in a repository.</summary>
    public static Fingerprint OfThisProcess => ThisProcess.Value;

    /// <summary>The same, gathered when somebody looks.</summary>
    internal static Lazy<Fingerprint> OfThisProcessLater => ThisProcess;

    /// <summary>By name, e.g. <c>culture</c>, <c>package.Npgsql</c>, <c>database.collation</c>. What is not known is not there.</summary>
    public ImmutableSortedDictionary<string, string> Facts { get; }

    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static Fingerprint Of(IEnumerable<KeyValuePair<string, string>> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Aggregate(Empty, (fingerprint, fact) => fingerprint.With(fact.Key, fact.Value));
    }

    /// <summary>Of a PostgreSQL or SQLite database: version, encoding, collation, time zone, extensions, and a digest of its
    /// tables. Names begin with <c>database.</c>; of another kind of database only the version is told.</summary>
    /// <param name="database">Open; it is only read.</param>
    /// <param name="cancellation">Gives the queries up.</param>
    /// <exception cref="DbException">A query fails.</exception>
    public static async Task<Fingerprint> OfDatabaseAsync(DbConnection database, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        return Of(await DatabaseFacts.ReadAsync(database, cancellation).ConfigureAwait(false));
    }

    /// <summary>One fact more, or another value for one that there is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Null or empty: nothing is known, so the fact is left out.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Fingerprint With(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(string.IsNullOrEmpty(value) ? Facts.Remove(name) : Facts.SetItem(name, value));
    }

    /// <summary>With the facts of another one, which count where both have one of a name.</summary>
    public Fingerprint With(Fingerprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Facts.SetItems(other.Facts));
    }

    /// <summary>What differs in another fingerprint, what can break most first.</summary>
    public ImmutableArray<Drift> DriftsTo(Fingerprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return
        [
            .. Facts.Keys.Union(other.Facts.Keys)
                .Where(name => Facts.GetValueOrDefault(name) != other.Facts.GetValueOrDefault(name))
                .Select(name => DriftRules.Judge(name, Facts.GetValueOrDefault(name), other.Facts.GetValueOrDefault(name)))
                .OrderBy(drift => drift.Effect).ThenBy(drift => drift.Fact, StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Fingerprint Load(string path)
    {
        try
        {
            FingerprintFile? file = JsonSerializer.Deserialize(File.ReadAllBytes(path), FingerprintJsonContext.Default.FingerprintFile);
            if (file is { Fingerprint: 1, Format: FingerprintFile.OfWindtunnel })
            {
                return new(file.Facts);
            }
        }
        catch (JsonException)
        {
            // What it is instead does not matter; the message below says what is wanted.
        }

        throw new InvalidDataException($"'{path}' is no fingerprint of version 1. Write one: windtunnel env fingerprint --to FILE.");
    }

    /// <summary>Replaces the file of that name, if there is one.</summary>
    public void Save(string path) => ReplacedFile.Write(path, stream => JsonSerializer.Serialize(
        stream, new FingerprintFile(1, FingerprintFile.OfWindtunnel, Facts), FingerprintJsonContext.Default.FingerprintFile));

    /// <summary>Where the fingerprint of a journal lies: <c>etl.journal.jsonl</c> has <c>etl.fingerprint.json</c> beside it.</summary>
    public static string PathBeside(string journalPath) =>
        RunTimings.PathBeside(journalPath).Replace(".timings.jsonl", ".fingerprint.json", StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool Equals(Fingerprint? other) => other is not null && Facts.SequenceEqual(other.Facts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Fingerprint);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach ((string name, string value) in Facts)
        {
            hash.Add(name);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <summary>One line per fact.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in Facts)
        {
            text.Append(name).Append(": ").AppendLine(value);
        }

        return text.ToString();
    }
}

/// <param name="Fingerprint">The version of the format.</param>
/// <param name="Format">Whose format.</param>
/// <param name="Facts">What it holds.</param>
internal sealed record FingerprintFile(int Fingerprint, string Format, ImmutableSortedDictionary<string, string> Facts)
{
    public const string OfWindtunnel = "windtunnel";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FingerprintFile))]
internal sealed partial class FingerprintJsonContext : JsonSerializerContext;
