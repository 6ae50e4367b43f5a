using System.Text;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing;

/// <summary>Text in headers of mails that is not ASCII, as RFC 2047 has it: <c>=?utf-8?B?w7w=?=</c>.</summary>
internal static partial class EncodedWords
{
    public static string Decode(string text) => Word().Replace(BetweenWords().Replace(text, "?=="), word =>
    {
        ReadOnlyMemory<byte> content = Encoding.ASCII.GetBytes(word.Groups["content"].Value);
        byte[] bytes = word.Groups["kind"].Value is "B" or "b"
            ? TransferEncodings.Decode("base64", content)
            : TransferEncodings.Decode("quoted-printable", Encoding.ASCII.GetBytes(word.Groups["content"].Value.Replace('_', ' ')));
        return Charset(word.Groups["charset"].Value).GetString(bytes);
    });

    /// <summary>UTF-8 where there is none of that name.</summary>
    public static Encoding Charset(string? name)
    {
        try
        {
            return name is { Length: > 0 } ? Encoding.GetEncoding(name) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    [GeneratedRegex(@"=\?(?<charset>[^?]+)\?(?<kind>[BbQq])\?(?<content>[^?]*)\?=")]
    private static partial Regex Word();

    // White space between two encoded words is no part of the text.
    [GeneratedRegex(@"\?=\s+=(?=\?)")]
    private static partial Regex BetweenWords();
}
