namespace Windtunnel.Testing;

/// <summary>The beginning of a text that may be too long for a message.</summary>
internal static class Excerpt
{
    private const int Longest = 200;

    public static string Of(string text) => text.Length <= Longest ? text : $"{text[..Longest]}… ({text.Length} characters)";
}
