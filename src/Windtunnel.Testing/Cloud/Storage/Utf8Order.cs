namespace Windtunnel.Testing.Cloud;

/// <summary>Compares text as its UTF-8 bytes compare, without encoding it. UTF-16 order differs where a surrogate (an emoji, say) meets
/// a character from U+E000 on.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    public static int Compare(string a, string b)
    {
        int shared = a.AsSpan().CommonPrefixLength(b);
        if (shared == a.Length || shared == b.Length)
            return a.Length.CompareTo(b.Length);
        return Rank(a[shared]).CompareTo(Rank(b[shared]));
    }

    int IComparer<string>.Compare(string? x, string? y) => Compare(x ?? "", y ?? "");

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
