using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CsCheck;

namespace Windtunnel.Airflow.Tests.Packing;

public sealed class BundleFileTests : IDisposable
{
    private static readonly Dictionary<string, string> Sources = new() { ["b.cs"] = "class B;\r\n", ["a/a.cs"] = "class Ä;" };

    private readonly string _folder = Directory.CreateTempSubdirectory("bundle").FullName;

    private string Target => Path.Combine(_folder, "orders");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Bundle_ReadBySomeoneElse_HoldsWhatWasPacked()
    {
        byte[] executable = Executable();

        Pack(executable);

        var read = IndependentBundle.Read(File.ReadAllBytes(Target));
        Assert.Equal(executable, read.Executable);
        Assert.Equal("// a/a.cs\nclass Ä;\n\n// b.cs\nclass B;\n\n", read.Source);
        Assert.Equal(
            """{"dags":{"123":{"tasks":["x"]},"orders":{"tasks":["extract","load"]}},"sdk":"""
            + """{"language":"csharp","name":"Windtunnel","supervisor_schema_version":"2026-06-16"}}""",
            read.Manifest);
    }

    [Fact]
    public void Bundle_PackedTwice_HasTheSameBytes()
    {
        Pack(Executable());
        byte[] first = File.ReadAllBytes(Target);

        Pack(Executable());

        Assert.Equal(first, File.ReadAllBytes(Target));
        Assert.Equal(["orders"], Directory.GetFiles(_folder).Select(Path.GetFileName).Except(["executable"]));
    }

    [Fact]
    public void Bundle_JustPacked_IsWithoutProblems()
    {
        Pack(Executable());

        BundleFile bundle = BundleFile.Read(Target);

        Assert.Empty(bundle.Verify("orders", Architecture.X64));
        Assert.Equal(["123", "orders"], bundle.Manifest!.Dags.Keys);
        Assert.Equal(Architecture.X64, bundle.Architecture);
        Assert.Equal(Executable().Length, bundle.ExecutableLength);
    }

    [Fact]
    public void Bundle_OfARunningProcess_TellsItsDigest()
    {
        Pack(Executable());

        Assert.Equal(BundleFile.Read(Target).ExecutableDigest, RunningBundle.DigestOf(Target));
        Assert.Null(RunningBundle.DigestOf(Path.Combine(_folder, "executable")));
        Assert.Null(RunningBundle.Digest);
    }

    // Each fault that Airflow would answer with "cannot find executable bundle", at its place from the end of the file.
    [Theory]
    [InlineData(1, "is no bundle")]
    [InlineData(20, "reserved bytes")]
    [InlineData(52, "changed after packing")]
    [InlineData(56, "trailer has version")]
    [InlineData(57, "leaves no executable")]
    [InlineData(65, "not JSON")]
    public void Trailer_WithOneByteChanged_IsRefusedWithTheReason(int fromEnd, string reason)
    {
        Pack(Executable());
        byte[] bytes = File.ReadAllBytes(Target);
        bytes[^fromEnd] ^= 0x41;
        File.WriteAllBytes(Target, bytes);

        Assert.Contains(reason, string.Join('\n', Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Executable_ChangedAfterPacking_IsRefused()
    {
        Pack(Executable());
        byte[] bytes = File.ReadAllBytes(Target);
        bytes[30] ^= 1;
        File.WriteAllBytes(Target, bytes);

        Assert.Contains("changed after packing", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Bundle_ForAnotherProcessor_IsRefusedBeforeAWorkerIsAsked()
    {
        Pack(Executable());

        string problem = Assert.Single(BundleFile.Read(Target).Verify(worker: Architecture.Arm64));

        Assert.Contains("built for X64, but the workers have Arm64", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Bundle_WithoutTheDagThatIsNeeded_NamesThoseItHas()
    {
        Pack(Executable());

        Assert.Equal(
            ["The manifest does not list the DAG 'billing'. It lists: 123, orders."],
            BundleFile.Read(Target).Verify("billing", Architecture.X64));
    }

    [Fact]
    public void Bundle_WithoutExecuteBit_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no execute bit.");
        Pack(Executable());
#pragma warning disable CA1416 // Skipped on Windows.
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
#pragma warning restore CA1416

        Assert.Contains("chmod +x", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "no text at sdk.supervisor_schema_version")]
    [InlineData("2099-01-01", "'2099-01-01'; Airflow 3.3 knows 2026-06-16 only")]
    public void Manifest_OfAnotherSchemaVersion_IsRefused(string? version, string reason)
    {
        Pack(Executable(), Manifest() with { SchemaVersion = version });

        Assert.Contains(reason, Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Executable_ThatIsABundleAlready_IsNotPackedAgain()
    {
        Pack(Executable());

        var error = Assert.Throws<ArgumentException>(() => BundleFile.Pack(Target, Path.Combine(_folder, "twice"), Manifest()));

        Assert.Contains("is a bundle already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_OfAnyBytes_IsVerifiedWithoutAnException()
    {
        Pack(Executable());
        byte[] good = File.ReadAllBytes(Target);
        string path = Path.Combine(_folder, "fuzzed");

        Gen.Select(Gen.Int[1, 200], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                byte[] bytes = [.. good];
                foreach ((int fromEnd, byte value) in changes)
                {
                    bytes[^fromEnd] = value;
                }

                File.WriteAllBytes(path, bytes);
                return BundleFile.Read(path).Verify(worker: Architecture.X64) is { IsDefault: false };
            },
            iter: 2_000,
            threads: 1);
    }

    private ImmutableArray<string> Problems() => BundleFile.Read(Target).Verify(worker: Architecture.X64);

    private static BundleManifest Manifest() => new()
    {
        Dags = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("orders", ["extract", "load"]).Add("123", ["x"]),
    };

    private static byte[] Executable()
    {
        byte[] bytes = [0x7F, (byte)'E', (byte)'L', (byte)'F', .. Enumerable.Range(0, 300).Select(i => (byte)i)];
        bytes[18] = 62;
        bytes[19] = 0;
        return bytes;
    }

    private void Pack(byte[] executable, BundleManifest? manifest = null)
    {
        string path = Path.Combine(_folder, "executable");
        File.WriteAllBytes(path, executable);
        BundleFile.Pack(path, Target, manifest ?? Manifest(), Sources);
    }
}
