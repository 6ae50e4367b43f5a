using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>A secret that a test plants, to find out whether it comes out where no secret may be. It is found in the spellings of URLs,
/// JSON and Base64 too.</summary>
/// <example><code>
/// Canary canary = Canary.New("partner password");
/// // ... Bind("partner_api", connection with { Password = canary.Secret }), and run
/// canary.ShouldNotHaveLeaked(run, outbox.Path);
/// </code></example>
public sealed class Canary
{
    private const int MostNamed = 20;

    private readonly string[] _forms;
    private readonly SecretMask _mask = new();

    private Canary(string name, string secret)
    {
        (Name, Secret) = (name, secret);
        _mask.Add(secret);

        // Twice over: a journal holds XComs as JSON text within JSON.
        string[] once = [.. SecretForms.Of(secret).Prepend(secret)];
        _forms = [.. once.Concat(once.SelectMany(SecretForms.Of)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>A text that occurs nowhere else. It has characters that URLs, JSON and Base64 spell otherwise.</summary>
    public string Secret { get; }

    /// <param name="name">What messages call it.</param>
    public static Canary New(string name = "canary")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, $"canary/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}+\"=");
    }

    /// <summary>Expects that neither the journal of a run (its logs, XComs, errors, labels, counts, ...) nor files hold it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="paths">Files, and folders whose files, and their names, are looked at too: reports, artifacts.</param>
    /// <exception cref="RunAssertionException">It was found. The message says where, and does not show it.</exception>
    public void ShouldNotHaveLeaked(Run run, params ReadOnlySpan<string> paths)
    {
        ArgumentNullException.ThrowIfNull(run);
        List<string> found = [.. InJournal(run)];
        foreach (string path in paths)
        {
            found.AddRange(InPath(path));
        }

        Require(found);
    }

    /// <summary>Expects that a text does not hold it, e.g. what a program printed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What the message calls the text.</param>
    /// <exception cref="RunAssertionException">It does.</exception>
    public void ShouldNotBeIn(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        Require(IsIn(text) ? [$"{what}: {Excerpt(text)}"] : []);
    }

    private void Require(List<string> found)
    {
        if (found.Count > 0)
        {
            string more = found.Count > MostNamed ? $"\n- and {found.Count - MostNamed} more" : "";
            throw RunAssertionException.OfValue(
                $"The secret '{Name}' should not be found anywhere, but it is in\n- {string.Join("\n- ", found.Take(MostNamed))}{more}\n"
                + "Give it to the DAG by a connection's password, or mask it: context.MaskSecret(secret).");
        }
    }

    private IEnumerable<string> InJournal(Run run)
    {
        using var file = new MemoryStream();
        run.Journal.Save(file);
        string[] lines = Encoding.UTF8.GetString(file.GetBuffer(), 0, (int)file.Length).Split('\n');
        return lines.Select((line, index) => (line, index)).Where(entry => IsIn(entry.line))
            .Select(entry => $"the journal, line {entry.index + 1}: {Excerpt(entry.line)}");
    }

    private IEnumerable<string> InPath(string path)
    {
        if (!Directory.Exists(path))
        {
            return InFile(path, Path.GetFileName(path));
        }

        string root = Path.GetFullPath(path);
        return Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(entry => InEntry(entry, Path.GetRelativePath(root, entry)));
    }

    private IEnumerable<string> InEntry(string path, string name) => Directory.Exists(path) ? InName(name) : InFile(path, name);

    private IEnumerable<string> InFile(string path, string name)
    {
        byte[] content = File.ReadAllBytes(path);
        bool isFound = Array.Exists(_forms, form => Holds(content, Encoding.UTF8, form) || Holds(content, Encoding.Unicode, form));
        return isFound ? InName(name).Append($"the file {_mask.Apply(name)}") : InName(name);
    }

    private static bool Holds(byte[] content, Encoding encoding, string form) => content.AsSpan().IndexOf(encoding.GetBytes(form)) >= 0;

    private IEnumerable<string> InName(string name) => IsIn(name) ? [$"the name of {_mask.Apply(name)}"] : [];

    private bool IsIn(string text) => Array.Exists(_forms, form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    private string Excerpt(string text)
    {
        const int Around = 60;
        string masked = _mask.Apply(text);
        int at = Math.Max(0, masked.IndexOf(SecretMask.Replacement, StringComparison.Ordinal));
        int start = Math.Max(0, at - Around);
        return masked[start..Math.Min(masked.Length, at + Around)];
    }
}
