using System.Buffers.Binary;

namespace Windtunnel.Testing.Cloud;

/// <summary>A reflected cyclic redundancy check of 32 or 64 bits, eight bytes at a time by tables.</summary>
internal sealed class CyclicCode
{
    private const int Lanes = 8;

    private readonly ulong[] _table = new ulong[Lanes * 256];

    private CyclicCode(ulong polynomial, int bytes)
    {
        Bytes = bytes;
        Start = bytes == 8 ? ulong.MaxValue : uint.MaxValue;
        for (uint i = 0; i < 256; i++)
        {
            ulong value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value >> 1) ^ ((value & 1) * polynomial);
            _table[i] = value;
        }

        for (int i = 256; i < _table.Length; i++)
            _table[i] = (_table[i - 256] >> 8) ^ _table[_table[i - 256] & 0xFF];
    }

    public static CyclicCode Crc32 { get; } = new(0xEDB88320, 4);

    public static CyclicCode Crc32C { get; } = new(0x82F63B78, 4);

    public static CyclicCode Crc64Nvme { get; } = new(0x9A6C9329AC4BC9B5, 8);

    public int Bytes { get; }

    public ulong Start { get; }

    public ulong Finish(ulong state) => state ^ Start;

    public ulong Append(ulong state, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> table = _table;
        while (bytes.Length >= Lanes)
        {
            ulong word = state ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            state = table[(7 * 256) + (int)(word & 0xFF)]
                ^ table[(6 * 256) + (int)((word >> 8) & 0xFF)]
                ^ table[(5 * 256) + (int)((word >> 16) & 0xFF)]
                ^ table[(4 * 256) + (int)((word >> 24) & 0xFF)]
                ^ table[(3 * 256) + (int)((word >> 32) & 0xFF)]
                ^ table[(2 * 256) + (int)((word >> 40) & 0xFF)]
                ^ table[256 + (int)((word >> 48) & 0xFF)]
                ^ table[(int)(word >> 56)];
            bytes = bytes[Lanes..];
        }

        foreach (byte b in bytes)
            state = (state >> 8) ^ table[(int)((state ^ b) & 0xFF)];
        return state;
    }
}
