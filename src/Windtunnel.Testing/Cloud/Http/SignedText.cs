using System.Text.RegularExpressions;

namespace Windtunnel.Testing.Cloud;

/// <summary>What a refusal shows of the text that a signature was computed over. Services show it whole; here it ends up in the journal of
/// a run, so what gives access is left out.</summary>
internal static partial class SignedText
{
    public static string Shown(string text) => Secret().Replace(text, "$1***");

    [GeneratedRegex(
        @"(\b(?:sig|signature|x-amz-signature|x-goog-signature|x-amz-security-token)(?:=|%3D)|"
        + @"^(?:x-amz-security-token|x-ms-copy-source-authorization|x-ms-(?:source-)?encryption-key|cookie|[a-z-]*password|[a-z-]*secret):)"
        + @"[^&\r\n;]+",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Secret();
}
