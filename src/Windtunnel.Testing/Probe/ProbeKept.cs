using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>What a probed body keeps, and what the test says was kept before.</summary>
internal sealed class ProbeKept : KeptValues
{
    private readonly ProbeRun _run;
    private readonly string _what;
    private readonly string _how;
    private readonly KeptValues _values;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private bool _isCleared;

    /// <param name="run">The probe.</param>
    /// <param name="what">Whose values they are, in words.</param>
    /// <param name="how">How a test gives one, up to the key.</param>
    /// <param name="given">By key; null: there is none.</param>
    /// <param name="expires">Whether values may be kept for a time.</param>
    public ProbeKept(ProbeRun run, string what, string how, IReadOnlyDictionary<string, XComValue?> given, bool expires)
    {
        (_run, _what, _how) = (run, what, how);
        _values = new StateStores(run.Clock).New(expires);
        foreach ((string key, XComValue? value) in given)
        {
            _known.Add(key);
            if (value is not null)
            {
                _values.Write(key, value, null);
            }
        }
    }

    public override XComValue? Read(string key) => _isCleared || _known.Contains(key)
        ? _values.Read(key)
        : throw _run.NotGiven($"what {_what} as '{key}'", $"{_how}\"{key}\", ...), with null if there is nothing");

    public override void Write(string key, XComValue value, TimeSpan? keep)
    {
        _known.Add(key);
        _values.Write(key, value, keep);
    }

    public override void Delete(string key)
    {
        _known.Add(key);
        _values.Delete(key);
    }

    public override void Clear()
    {
        _isCleared = true;
        _values.Clear();
    }
}
