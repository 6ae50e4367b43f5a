namespace Windtunnel.Assets;

/// <summary>Airflow's normal form of an asset uri, by which two spellings of one uri are one asset.</summary>
internal static class AssetUri
{
    /// <summary>Text without a scheme, and a scheme that begins with <c>x-</c>, are taken as they are.</summary>
    public static string Normalize(string uri)
    {
        int colon = uri.IndexOf(':');
        if (colon < 1 || !IsScheme(uri.AsSpan(0, colon)))
        {
            return uri;
        }

        string scheme = uri[..colon].ToLowerInvariant();
        if (scheme.StartsWith("x-", StringComparison.Ordinal))
        {
            return uri;
        }

        if (scheme == "airflow")
        {
            throw new ArgumentException($"Airflow reserves the scheme of the asset uri '{uri}'. Use another scheme.", nameof(uri));
        }

        string rest = uri[(colon + 1)..].Split('#', 2)[0];
        string[] pathAndQuery = rest.Split('?', 2);
        (string host, string path) = SplitHost(pathAndQuery[0]);
        path = path.TrimEnd('/');
        string query = pathAndQuery.Length > 1 ? SortQuery(pathAndQuery[1]) : "";
        return $"{scheme}:{host}{(path.Length == 0 ? "/" : path)}{(query.Length == 0 ? "" : "?" + query)}";
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(text[0]);
    }

    private static (string Host, string Path) SplitHost(string text)
    {
        if (!text.StartsWith("//", StringComparison.Ordinal))
        {
            return ("", text);
        }

        int slash = text.IndexOf('/', 2);
        string authority = slash < 0 ? text[2..] : text[2..slash];
        string withoutCredentials = authority[(authority.LastIndexOf('@') + 1)..];
        return ("//" + withoutCredentials, slash < 0 ? "" : text[slash..]);
    }

    /// <summary>Parameters without a value are dropped, the others sorted by name, then value.</summary>
    private static string SortQuery(string query) => string.Join('&', query.Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[1].Length > 0)
        .Select(pair => (Name: Decode(pair[0]), Value: Decode(pair[1])))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{Encode(pair.Name)}={Encode(pair.Value)}"));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
