using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Testing.Cloud;

/// <summary>Ids that look drawn at random and are the same in every run of a test.</summary>
internal sealed class Sequence
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

    private long _last;

    public long Next() => Interlocked.Increment(ref _last);

    /// <summary>At most 64 characters of letters, digits, '.' and '_'.</summary>
    public string NextText(int length) => Convert.ToHexString(Draw())[..length];

    public string NextToken(int length) => string.Concat(SHA512.HashData(Draw()).Take(length).Select(b => Alphabet[b & 63]));

    public Guid NextGuid() => new(Draw().AsSpan(0, 16));

    private byte[] Draw() => SHA256.HashData(Encoding.ASCII.GetBytes(Next().ToString(CultureInfo.InvariantCulture)));
}
