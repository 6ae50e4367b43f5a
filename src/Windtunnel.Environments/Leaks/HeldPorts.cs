using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Windtunnel.Environments;

/// <summary>The ports on which doubles of this process listen that an environment holds, and no test.</summary>
internal sealed partial class HeldPorts : IDisposable
{
    private static readonly ConcurrentDictionary<int, HeldPorts> Held = [];

    private readonly int[] _ports;

    /// <param name="leadsThere">Its port counts, and those of addresses among its extras.</param>
    public HeldPorts(Connection leadsThere)
    {
        _ports =
        [
            .. PortInText().Matches(leadsThere.Extra ?? "").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)),
            leadsThere.Port ?? 0,
        ];
        foreach (int port in _ports)
        {
            Held[port] = this;
        }
    }

    public static bool Contains(int port) => Held.ContainsKey(port);

    public void Dispose()
    {
        foreach (int port in _ports)
        {
            Held.TryRemove(new(port, this));
        }
    }

    [GeneratedRegex("//[^/\"]*:([0-9]{1,5})", RegexOptions.CultureInvariant)]
    private static partial Regex PortInText();
}
