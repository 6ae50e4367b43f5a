using System.Collections.Frozen;
using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>Keeps what is secret in requests and responses out of messages and recordings: by the name it stands under, and once seen
/// there, wherever else it turns up.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class HttpSecrets
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "cookie", "set-cookie", "x-api-key", "x-amz-security-token", "x-amz-signature", "x-amz-credential", "x-auth", "x-session-id",
        "x-csrf", "www-authenticate", "sig", "signature", "key", "pwd", "assertion", "session", "sessionid",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly SecretMask _mask = new();

    /// <summary>True for headers, cookies, query values and fields that hold credentials by custom; a part of the name is enough for
    /// Airflow's words, such as <c>token</c>.</summary>
    public static bool IsSecretName(string name) => Names.Contains(name)
        || SensitiveKeys.Contains(name) || SensitiveKeys.Contains(name.Replace('-', '_'));

    public void Add(string? secret) => _mask.Add(secret);

    /// <summary>The text without secrets. JSON loses the texts under secret keys, a form the values of secret fields.</summary>
    public string Mask(string text) => _mask.ApplyToJson(text);

    /// <summary>Learns what a request holds under secret names.</summary>
    public void Learn(StubRequest request)
    {
        foreach ((string name, string value) in request.Headers.Pairs.Concat(request.Query.Pairs).Concat(request.Form.Pairs))
        {
            if (IsSecretName(name))
            {
                LearnCredential(value);
            }
        }

        foreach ((_, string value) in request.Cookies.Pairs)
        {
            Add(value);
        }

        LearnFromJson(request.Body);
    }

    /// <summary>Learns what a response hands out: cookies, and texts of its JSON under secret names.</summary>
    public void Learn(StubResponse response)
    {
        foreach ((string name, string value) in response.Headers)
        {
            if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                Add(value.Split(';')[0].Split('=', 2)[^1]);
            }
            else if (IsSecretName(name))
            {
                LearnCredential(value);
            }
        }

        LearnFromJson(response.Body);
    }

    /// <summary>A query without the values of secret names.</summary>
    public string MaskQuery(string query) => Mask(string.Join('&', query.Split('&').Select(WithoutSecret)));

    public string MaskField(string name, string value) => IsSecretName(name) ? SecretMask.Replacement : Mask(value);

    /// <summary>The body of a request or response without secrets.</summary>
    public string MaskBody(string text, string? contentType) =>
        contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? MaskQuery(text)
            : Mask(text);

    /// <summary>What follows the scheme is the secret, as in <c>Bearer abc</c>; of <c>Basic</c>, both parts in it too.</summary>
    public void LearnCredential(string value)
    {
        Add(value);
        if (value.Split(' ', 2) is not [var scheme, var credential])
        {
            return;
        }

        Add(credential);
        byte[] plain = new byte[credential.Length];
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(credential, plain, out int length))
        {
            string pair = System.Text.Encoding.UTF8.GetString(plain.AsSpan(0, length));
            Add(pair);
            Add(pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        }
    }

    private void LearnFromJson(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty || body.Span[0] is not ((byte)'{' or (byte)'['))
        {
            return;
        }

        try
        {
            Learn(JsonElement.Parse(body.Span), isSecret: false);
        }
        catch (JsonException)
        {
            // What is no JSON has no names that could say what is secret.
        }
    }

    // Recursion is bounded by JsonElement.Parse, which reads at most 64 levels.
    private void Learn(JsonElement value, bool isSecret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    // What is called just a key names a thing more often than it opens one.
                    Learn(member.Value, isSecret || (member.Name != "key" && IsSecretName(member.Name)));
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Learn(item, isSecret);
                }

                break;
            case JsonValueKind.String when isSecret:
                Add(value.GetString());
                break;
        }
    }

    private static string WithoutSecret(string pair) =>
        pair.Split('=', 2) is [var name, _] && IsSecretName(Uri.UnescapeDataString(name.Replace('+', ' ')))
            ? $"{name}={SecretMask.Replacement}"
            : pair;
}
