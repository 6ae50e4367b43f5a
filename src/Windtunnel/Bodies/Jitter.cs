using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel;

/// <summary>Airflow's jitter. It is made of names and counts and not of chance, so that it is the same each time. §8.3,
/// §9.1.</summary>
internal static class Jitter
{
    /// <summary>So many seconds and up to as many more, as the text decides.</summary>
    /// <param name="seconds">At least 1.</param>
    /// <param name="text">What the wait is about.</param>
    public static double Stretch(long seconds, string text)
    {
#pragma warning disable CA5350 // Airflow derives the jitter from SHA-1; nothing is protected by it.
        var hash = new BigInteger(SHA1.HashData(Encoding.UTF8.GetBytes(text)), isUnsigned: true, isBigEndian: true);
#pragma warning restore CA5350
        return (double)(seconds + (hash % seconds));
    }
}
