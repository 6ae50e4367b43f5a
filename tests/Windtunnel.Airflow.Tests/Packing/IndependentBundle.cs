using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Airflow.Tests.Packing;

/// <summary>Reads a bundle by the description of the format alone, sharing nothing with the code that writes it.</summary>
internal sealed record IndependentBundle(byte[] Executable, string Source, string Manifest)
{
    public static IndependentBundle Read(byte[] file)
    {
        using var end = new BinaryReader(new MemoryStream(file, file.Length - 64, 64));
        int source = (int)end.ReadUInt32();
        int manifest = (int)end.ReadUInt32();
        uint version = end.ReadUInt32();
        byte[] digest = end.ReadBytes(32);
        byte[] reserve = end.ReadBytes(12);
        string magic = Encoding.ASCII.GetString(end.ReadBytes(8));
        int executable = file.Length - 64 - source - manifest;
        Assert.True(executable > 0, "The executable is empty.");
        Assert.Equal("AFBNDL01", magic);
        Assert.Equal(1u, version);
        Assert.All(reserve, zero => Assert.Equal(0, zero));
        Assert.Equal(digest, SHA256.HashData(file.AsSpan(0, executable)));
        return new(
            file[..executable],
            Encoding.UTF8.GetString(file, executable, source),
            Encoding.UTF8.GetString(file, executable + source, manifest));
    }
}
