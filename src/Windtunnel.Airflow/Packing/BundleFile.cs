using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Airflow;

/// <summary>A bundle on disk: a native executable with its sources, a manifest and a trailer behind it, as Airflow looks for it in the
/// directories of <c>executables_root</c>.</summary>
public sealed class BundleFile
{
    private ImmutableSortedDictionary<string, string>? _stubs;

    private BundleFile(FileInfo file)
    {
        File = file;
        using FileStream stream = file.OpenRead();
        byte[] end = ReadAt(stream, Math.Max(0, stream.Length - BundleTrailer.Size), BundleTrailer.Size);
        Trailer = BundleTrailer.Read(end);
        Executable = ExecutableFormat.Read(ReadAt(stream, 0, ExecutableFormat.HeaderSize));
        if (Trailer is not { } trailer || stream.Length - trailer.LengthBehindExecutable is not (> 0 and var length))
        {
            return;
        }

        ExecutableLength = length;
        ActualDigest = Digest(stream, length);
        Source = Encoding.UTF8.GetString(ReadAt(stream, length, trailer.SourceLength));
        (Manifest, ManifestProblem) = BundleManifest.Parse(ReadAt(stream, length + trailer.SourceLength, trailer.ManifestLength));
    }

    public FileInfo File { get; }

    /// <summary>In bytes, without what was packed behind it; 0 when the file is no bundle or its trailer does not fit the file.</summary>
    public long ExecutableLength { get; }

    /// <summary>The sources as they were packed; empty when there are none.</summary>
    public string Source { get; } = "";

    /// <summary>Null when the file has none that can be read; <see cref="Verify"/> says why.</summary>
    public BundleManifest? Manifest { get; }

    /// <summary>The SHA-256 that the trailer gives for the executable, in hex; null when the file has no trailer.</summary>
    public string? ExecutableDigest => Trailer?.Digest;

    /// <summary>What machine the executable was built for; null when it is no ELF executable.</summary>
    public Architecture? Architecture => Executable.Architecture;

    /// <summary>By DAG id.</summary>
    internal ImmutableSortedDictionary<string, string> Stubs => _stubs ??= PackedStubs.In(Source);

    internal BundleTrailer? Trailer { get; }

    internal string? ActualDigest { get; }

    internal string? ManifestProblem { get; }

    internal ExecutableFormat Executable { get; }

    /// <summary>Reads a file that should be a bundle. What is wrong with it does not throw; <see cref="Verify"/> lists it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BundleFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(new FileInfo(path));
    }

    /// <summary>Packs a published executable. The same inputs give the same bytes. A file that exists is replaced by renaming, so that a
    /// running Airflow sees the old or the new one and never a half of it.</summary>
    /// <param name="executable">The path of the published executable, which is not changed.</param>
    /// <param name="target">Where the bundle is written, with its execute bits set.</param>
    /// <param name="manifest">What it says about itself.</param>
    /// <param name="sources">The texts to pack along, by path; Airflow shows them. They are written in the order of their paths.</param>
    /// <param name="stubs">The stubs of its DAGs, from which <see cref="CheckStub"/> tells later whether the deployed ones are those of the
    /// bundle; null: none.</param>
    /// <exception cref="ArgumentException">The executable is empty or is a bundle already.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Pack(
        string executable,
        string target,
        BundleManifest manifest,
        IReadOnlyDictionary<string, string>? sources = null,
        IEnumerable<StubFile>? stubs = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(manifest);
        var texts = (sources ?? ImmutableDictionary<string, string>.Empty)
            .Concat((stubs ?? []).Select(stub => KeyValuePair.Create(PackedStubs.PathOf(stub.FileName), stub.Text)));
        BundlePacking.Pack(executable, target, manifest.ToUtf8(), texts);
    }

    /// <summary>Whether a stub of the DAG was packed along.</summary>
    public bool HasStub(string dagId) => Stubs.ContainsKey(dagId);

    /// <summary>The differences between a deployed stub and the one that was packed with the bundle; empty: Airflow schedules what the
    /// bundle runs.</summary>
    /// <param name="dagId">The DAG.</param>
    /// <param name="deployed">The text of the file in Airflow's DAG folder; null: there is none.</param>
    public ImmutableArray<string> CheckStub(string dagId, string? deployed) => (Stubs.GetValueOrDefault(dagId), deployed) switch
    {
        (null, _) => [$"The bundle was packed without a stub of the DAG '{dagId}'. Pack it again, with the stubs."],
        (_, null) => [$"No stub of the DAG '{dagId}' is deployed. Export it: windtunnel export."],
        ({ } packed, _) => [.. StubDrift.Between(deployed, new StubFile($"{dagId}.py", packed))],
    };

    /// <summary>Every reason why Airflow would pass over the file or fail to start it; empty: Airflow takes it. Airflow itself says at most
    /// that it found no bundle.</summary>
    /// <param name="dagId">The DAG that it is needed for; null: none in particular.</param>
    /// <param name="worker">The processor of the workers; null: that of this machine.</param>
    public ImmutableArray<string> Verify(string? dagId = null, Architecture? worker = null) =>
        [.. BundleCheck.Problems(this, dagId, worker ?? RuntimeInformation.OSArchitecture)];

    private static byte[] ReadAt(FileStream stream, long start, long length)
    {
        stream.Position = start;
        byte[] bytes = new byte[Math.Min(length, stream.Length - start)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Digest(FileStream stream, long length)
    {
        stream.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[128 * 1024];
        while (length > 0 && stream.Read(buffer, 0, (int)Math.Min(length, buffer.Length)) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            length -= read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
