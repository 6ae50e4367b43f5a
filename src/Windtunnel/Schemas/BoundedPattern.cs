using System.Globalization;
using System.Text.RegularExpressions;

namespace Windtunnel.Schemas;

/// <summary>A regular expression that gives up after a second, with <see cref="RegexMatchTimeoutException"/>.</summary>
/// <remarks>The constructors of <see cref="Regex"/> that take options and a limit bring the non-backtracking engine with them, which is
/// half a megabyte of every native executable. This one does not.</remarks>
internal sealed class BoundedPattern : Regex
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    private BoundedPattern(string pattern)
        : base(pattern) => internalMatchTimeout = LongestMatch;

    /// <summary>Which letters are the same when case is ignored does not depend on the machine.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static BoundedPattern Of(string pattern)
    {
        CultureInfo own = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return new(pattern);
        }
        finally
        {
            CultureInfo.CurrentCulture = own;
        }
    }
}
