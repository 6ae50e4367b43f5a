using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Windtunnel;

/// <summary>A service account's right to call Google's APIs: a signed claim, which is exchanged for a token that lives for an
/// hour.</summary>
internal sealed class GoogleToken(string email, string privateKey, Uri exchange, TimeProvider time)
{
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromMinutes(5);

    // Two calls at once may both ask for a token; either serves.
    private volatile Granted? _token;

    /// <summary>Of the key in the connection's extra; null for an anonymous one.</summary>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public static GoogleToken? Of(Connection connection, TimeProvider time)
    {
        ConnectionExtras extras = connection.Extras;
        if (extras.Flag("is_anonymous") == true)
            return null;
        string key = extras.Text("keyfile_dict")
            ?? (extras.Text("key_path") is { } path ? File.ReadAllText(path) : null)
            ?? throw new InvalidOperationException(
                $"Connection '{connection.Id}' has no key of a service account. Put keyfile_dict or key_path into its extra.");
        using JsonDocument parsed = JsonDocument.Parse(key);
        string Field(string name) => parsed.RootElement.TryGetProperty(name, out JsonElement value) && value.GetString() is { } text
            ? text
            : throw new InvalidOperationException(
                $"The key in connection '{connection.Id}' has no {name}. Take the JSON that Google gave out.");
        return new(Field("client_email"), Field("private_key"), new(Field("token_uri")), time);
    }

    public async Task<string> GetAsync(HttpClient http, CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_token is { } known && now < known.Expires - RenewedBefore)
            return known.Text;
        using FormUrlEncodedContent form = new(
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", Claim(now)),
        ]);
        using HttpResponseMessage response = await http.PostAsync(exchange, form, cancellation);
        response.EnsureSuccessStatusCode();
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
        _token = new(
            answer.RootElement.GetProperty("access_token").GetString()!,
            now.AddSeconds(answer.RootElement.GetProperty("expires_in").GetInt32()));
        return _token.Text;
    }

    private string Claim(DateTimeOffset now)
    {
        const string Scope = "https://www.googleapis.com/auth/devstorage.read_write";
        string head = Encoded("""{"alg":"RS256","typ":"JWT"}""");
        string body = Encoded($$"""
            {"iss":"{{JsonEncodedText.Encode(email)}}","scope":"{{Scope}}","aud":"{{exchange}}",
             "iat":{{now.ToUnixTimeSeconds()}},"exp":{{now.AddHours(1).ToUnixTimeSeconds()}}}
            """);
        using RSA key = RSA.Create();
        key.ImportFromPem(privateKey);
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{body}.{Encoded(signature)}";
    }

    private static string Encoded(string text) => Encoded(Encoding.UTF8.GetBytes(text));

    private static string Encoded(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private sealed record Granted(string Text, DateTimeOffset Expires);
}
