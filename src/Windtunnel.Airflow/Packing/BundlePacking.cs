using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Airflow;

/// <summary>Writes a bundle behind a draft's name, then gives it its own.</summary>
internal static class BundlePacking
{
    /// <summary>Begins the line above each packed source, before its path.</summary>
    public const string Heading = "// ";

    public static void Pack(string executable, string target, byte[] manifest, IEnumerable<KeyValuePair<string, string>> sources)
    {
        CheckExecutable(executable);
        byte[] source = Joined(sources);
        string whole = Path.GetFullPath(target);
        string draft = $"{whole}.packing";
        using (FileStream output = File.Create(draft))
        {
            byte[] digest = CopyHashed(executable, output);
            output.Write(source);
            output.Write(manifest);
            output.Write(BundleTrailer.Write(source.Length, manifest.Length, digest));
            output.Flush(flushToDisk: true);
        }

        AllowExecution(draft);
        File.Move(draft, whole, overwrite: true);
    }

    private static void CheckExecutable(string executable)
    {
        BundleFile found = BundleFile.Read(executable);
        if (found.Trailer is not null || found.File.Length == 0)
        {
            string what = found.Trailer is null ? "empty" : "a bundle already";
            throw new ArgumentException(
                $"'{executable}' is {what}. Name the executable that `dotnet publish` wrote.", nameof(executable));
        }
    }

    private static byte[] Joined(IEnumerable<KeyValuePair<string, string>> sources)
    {
        var text = new StringBuilder();
        foreach ((string path, string content) in sources.OrderBy(source => source.Key, StringComparer.Ordinal))
        {
            string lines = content.ReplaceLineEndings("\n").TrimEnd('\n');
            text.Append(Heading).Append(path.Replace('\\', '/')).Append('\n').Append(lines).Append("\n\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] CopyHashed(string executable, Stream output)
    {
        using FileStream input = File.OpenRead(executable);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[128 * 1024];
        for (int read = input.Read(buffer); read > 0; read = input.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
            output.Write(buffer, 0, read);
        }

        return hash.GetHashAndReset();
    }

    private static void AllowExecution(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | BundleCheck.AnyExecute);
        }
    }
}
