using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windtunnel;

/// <summary>The spellings under which a secret turns up in logs, URLs, headers and JSON.</summary>
internal static class SecretForms
{
    // Base64 of a text that merely contains the secret: at each of the three alignments, the characters that the secret alone decides.
    private const int ShortestCore = 8;

    public static IEnumerable<string> Of(string secret)
    {
        string url = Uri.EscapeDataString(secret);
        yield return url;
        yield return url.Replace("%20", "+", StringComparison.Ordinal);
        yield return LowerHexAfter(url, '%', 2);

        string json = JsonEncodedText.Encode(secret).ToString();
        yield return json;
        yield return LowerHexAfter(json, 'u', 4);
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

        foreach (string core in Base64Cores(Encoding.UTF8.GetBytes(secret)))
        {
            yield return core;
            yield return core.Replace('+', '-').Replace('/', '_');
        }
    }

    private static IEnumerable<string> Base64Cores(byte[] secret)
    {
        for (int before = 0; before < 3; before++)
        {
            string text = Convert.ToBase64String([.. new byte[before], .. secret]).TrimEnd('=');
            int start = before == 0 ? 0 : before + 1;
            int end = (before + secret.Length) * 8 / 6;
            if (end - start >= ShortestCore)
            {
                yield return text[start..end];
            }
        }

        string whole = Convert.ToBase64String(secret);
        yield return whole;
        yield return whole.TrimEnd('=');
    }

    private static string LowerHexAfter(string text, char mark, int digits)
    {
        char[] lowered = text.ToCharArray();
        for (int at = 0; at + digits < lowered.Length; at++)
        {
            if (lowered[at] == mark && (mark != 'u' || (at > 0 && lowered[at - 1] == '\\')))
            {
                for (int digit = 1; digit <= digits; digit++)
                {
                    lowered[at + digit] = char.ToLowerInvariant(lowered[at + digit]);
                }
            }
        }

        return new string(lowered);
    }
}
