using System.Buffers;
using System.Text;

namespace Windtunnel;

/// <summary>The secrets of a run, and the replacing of them by <c>***</c> wherever text is kept.</summary>
/// <remarks>Thread-safe. Without secrets, masking a text costs one read of a field.</remarks>
internal sealed class SecretMask
{
    /// <summary>Shorter secrets are not masked, as in Airflow: they would blot out ordinary text.</summary>
    public const int MinLength = 5;

    public const string Replacement = "***";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _forms = [];
    private volatile bool _any;
    private Patterns? _patterns;

    /// <summary>Masks <paramref name="secret"/> from now on, also where it is spelled as in a URL, in JSON text or in Base64.
    /// Null and secrets under <see cref="MinLength"/> characters are passed over.</summary>
    /// <returns>True when it is masked from now on and was not before.</returns>
    public bool Add(string? secret)
    {
        if (secret is null || secret.Length < MinLength)
        {
            return false;
        }

        lock (_gate)
        {
            if (!_forms.Add(secret))
            {
                return false;
            }

            _forms.UnionWith(SecretForms.Of(secret));
            _patterns = null;
            _any = true;
            return true;
        }
    }

    /// <summary>The entry without secrets; the same object when it holds none.</summary>
    public JournalEntry Apply(JournalEntry entry) =>
        _any || entry is XComPushed or RunCreated or AssetEventEmitted ? EntryMasking.Mask(entry, this) : entry;

    /// <summary>The text without secrets; the same object when it holds none.</summary>
    public string Apply(string text) => _any ? Current().Apply(text) : text;

    /// <summary>JSON text without secrets, and without the texts under keys whose name says that they are secret.</summary>
    public string ApplyToJson(string json) => Apply(SensitiveKeys.Mask(json));

    private Patterns Current()
    {
        lock (_gate)
        {
            return _patterns ??= new Patterns(_forms);
        }
    }

    /// <summary>All forms of all secrets, made ready to be searched for at once.</summary>
    private sealed class Patterns(IEnumerable<string> forms)
    {
        private readonly SearchValues<string> _starts = SearchValues.Create([.. forms], StringComparison.Ordinal);
        private readonly ILookup<char, string> _longestFirst = forms.OrderByDescending(form => form.Length).ToLookup(form => form[0]);

        public string Apply(string text)
        {
            int found = text.AsSpan().IndexOfAny(_starts);
            if (found < 0)
            {
                return text;
            }

            var masked = new StringBuilder(text.Length);
            int kept = 0;
            while (found >= 0)
            {
                masked.Append(text, kept, found - kept).Append(Replacement);
                kept = EndOfSecrets(text, found);
                int next = text.AsSpan(kept).IndexOfAny(_starts);
                found = next < 0 ? -1 : kept + next;
            }

            return masked.Append(text, kept, text.Length - kept).ToString();
        }

        // Secrets may overlap: what is masked ends where the last of those that touch one another ends.
        private int EndOfSecrets(string text, int start)
        {
            int end = start + 1;
            for (int at = start; at < end; at++)
            {
                foreach (string form in _longestFirst[text[at]])
                {
                    if (text.AsSpan(at).StartsWith(form, StringComparison.Ordinal))
                    {
                        end = Math.Max(end, at + form.Length);
                        break;
                    }
                }
            }

            return end;
        }
    }
}
