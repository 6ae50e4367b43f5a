using System.Text.RegularExpressions;

namespace Windtunnel.Testing.Tests;

/// <summary>What an expectation says when it is not met.</summary>
internal static partial class Failure
{
    /// <summary>The whole message; the place where the journal was kept, which differs from machine to machine, is shortened.</summary>
    public static string Of(Action expectation) =>
        Journal().Replace(Assert.Throws<RunAssertionException>(expectation).Message, "\"…/$1.journal.jsonl\"");

    /// <summary>The first line, which says what was expected and found.</summary>
    public static string FirstLineOf(Action expectation) => Of(expectation).Split('\n')[0];

    [GeneratedRegex("""
        "[^"]*[/\\]journals[/\\]([^"]*)\.[0-9a-f]{8}\.journal\.jsonl"
        """)]
    private static partial Regex Journal();
}
