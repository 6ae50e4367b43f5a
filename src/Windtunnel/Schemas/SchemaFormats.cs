using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Windtunnel.Schemas;

/// <summary>The formats that Airflow checks, as leniently as it does. Any other name is only a description, <c>date-time</c>
/// included.</summary>
internal static partial class SchemaFormats
{
    private static readonly FrozenDictionary<string, Func<string, bool>> All = new Dictionary<string, Func<string, bool>>
    {
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["time"] = text => Time().IsMatch(text),
        ["duration"] = text => Duration().IsMatch(text),
        ["email"] = text => text.Contains('@', StringComparison.Ordinal),
        ["ipv4"] = text => Ipv4().IsMatch(text),
        ["ipv6"] = text => Ipv6Characters().IsMatch(text) && IPAddress.TryParse(text, out IPAddress? address)
            && address.AddressFamily == AddressFamily.InterNetworkV6,
        ["regex"] = IsRegex,
        ["uuid"] = text => Guid.TryParseExact(text, "D", out _),
    }.ToFrozenDictionary();

    public static bool Accepts(string format, string text) => !All.TryGetValue(format, out Func<string, bool>? check) || check(text);

    public static bool IsRegex(string text)
    {
        try
        {
            _ = new Regex(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Without a zone, as Airflow's form writes it; the seconds reach 61, as Python's do.</summary>
    [GeneratedRegex(@"^([01]?[0-9]|2[0-3]):[0-5]?[0-9]:([0-5]?[0-9]|6[01])\z")]
    private static partial Regex Time();

    [GeneratedRegex(@"^P(?!\z)([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?)\z")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(?!\z)|\z)){4}\z")]
    private static partial Regex Ipv4();

    [GeneratedRegex(@"^[0-9A-Fa-f:.]+\z")]
    private static partial Regex Ipv6Characters();
}
