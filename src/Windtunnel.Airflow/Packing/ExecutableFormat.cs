using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Windtunnel.Airflow;

/// <summary>What the first bytes of an executable say about the machine it runs on.</summary>
/// <param name="Name">ELF, script, or what else it looks like.</param>
/// <param name="Architecture">Null when it is no ELF executable, or for an unusual machine.</param>
internal readonly record struct ExecutableFormat(string Name, Architecture? Architecture)
{
    public const int HeaderSize = 20;

    private const int MachineStart = 18;

    public static ExecutableFormat Read(ReadOnlySpan<byte> header) => header switch
    {
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] when header.Length == HeaderSize =>
            new("ELF", MachineOf(BinaryPrimitives.ReadUInt16LittleEndian(header[MachineStart..]))),
        [(byte)'#', (byte)'!', ..] => new("script", null),
        [(byte)'M', (byte)'Z', ..] => new("Windows", null),
        [0xCF or 0xCE, 0xFA, 0xED, 0xFE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] => new("macOS", null),
        _ => new("unknown", null),
    };

    /// <summary>Why a Linux worker could not start it; null when it could.</summary>
    public string? Problem(Architecture worker) => Name switch
    {
        "script" => null,
        "ELF" when Architecture == worker => null,
        "ELF" => $"The executable was built for {(object?)Architecture ?? "another processor"}, but the workers have {worker}: "
            + "they would say 'Exec format error'. Publish it for their runtime identifier.",
        _ => $"The executable is no Linux executable (its format is {Name}). Publish it with a runtime identifier such as linux-x64.",
    };

    private static Architecture? MachineOf(ushort machine) => machine switch
    {
        3 => System.Runtime.InteropServices.Architecture.X86,
        40 => System.Runtime.InteropServices.Architecture.Arm,
        62 => System.Runtime.InteropServices.Architecture.X64,
        183 => System.Runtime.InteropServices.Architecture.Arm64,
        _ => null,
    };
}
