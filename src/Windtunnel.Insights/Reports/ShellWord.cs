namespace Windtunnel.Insights.Reports;

/// <summary>Quotes an argument for a command line that a reader pastes into a shell.</summary>
internal static class ShellWord
{
    public static string Of(string argument) =>
        argument.Length > 0
            && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || "._-/:@+".Contains(letter, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
