using System.Text;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Exchanges a claim that is signed with the emulator's key for a token, as Google's own service does. Nothing asks for the
/// token.</summary>
internal static class GcsTokens
{
    private const int Lifetime = 3600;
    private const int LargestForm = 64 * 1024;

    public static async Task<CloudAnswer> ExchangeAsync(GcsCall call)
    {
        byte[] form = new byte[LargestForm];
        int length = await call.Request.Body.ReadAtLeastAsync(form, form.Length, throwOnEndOfStream: false, call.Cancellation);
        string[] claim = (CloudQuery.Parse(Encoding.ASCII.GetString(form, 0, length))["assertion"] ?? "").Split('.');
        if (claim.Length != 3 || !GcsSignature.IsSigned($"{claim[0]}.{claim[1]}", Decoded(claim[2])))
            throw new CloudError(400, "invalid_grant", "Invalid JWT Signature.");
        return call.Answer(new() { ["access_token"] = "windtunnel", ["expires_in"] = Lifetime, ["token_type"] = "Bearer" });
    }

    private static byte[] Decoded(string text)
    {
        byte[] bytes = new byte[text.Length];
        return System.Buffers.Text.Base64Url.TryDecodeFromChars(text, bytes, out int length) ? bytes[..length] : [];
    }
}
