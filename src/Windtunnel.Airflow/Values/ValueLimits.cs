using System.Text;
using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>What Airflow's database, supervisor and Python cannot take as an XCom, a stored value or an argument.</summary>
internal static class ValueLimits
{
    /// <summary>2^64: Airflow stores such a number as an integer that it cannot hand back.</summary>
    public const double FirstRefusedNumber = 18446744073709551616d;

    private const string Nul =
        "A text holds the character U+0000, which Airflow's database does not store. Leave it out, or encode the text.";

    private static readonly HashSet<string> KnownClasses =
    [
        "datetime.datetime", "pendulum.datetime.DateTime", "datetime.date", "pendulum.date.Date", "datetime.timedelta", "builtins.tuple",
        "builtins.set", "builtins.frozenset", "decimal.Decimal", "uuid.UUID",
    ];

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = WireJson.MaxDepth };

    /// <summary>The reason why Airflow could not take the value, and what to do; null when it can.</summary>
    /// <exception cref="JsonException">It is no JSON, or nested too deep.</exception>
    public static string? Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Reading);
        Stack<Keys> open = [];
        bool isWrapped = false;
        while (reader.Read())
        {
            isWrapped |= reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("__classname__"u8);
            if (Problem(ref reader, open) is { } problem)
            {
                return problem;
            }
        }

        return isWrapped ? WrapperShapes.Check(new JsonText(json.ToArray()).ToElement()) : null;
    }

    private static string? Problem(ref Utf8JsonReader reader, Stack<Keys> open)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                open.Push(new());
                return null;
            case JsonTokenType.EndObject:
                return open.Pop().Problem();
            case JsonTokenType.PropertyName:
                open.Peek().Add(reader);
                return HoldsNul(reader) ? Nul : null;
            case JsonTokenType.String:
                return HoldsNul(reader) ? Nul : null;
            case JsonTokenType.Number:
                return (reader.TryGetDouble(out double number) && Math.Abs(number) < FirstRefusedNumber) || reader.TryGetUInt64(out _)
                    ? null
                    : $"The number {Encoding.UTF8.GetString(reader.ValueSpan)} is beyond what Airflow can hand back (2^64). "
                        + "Send it as text.";
            default:
                return null;
        }
    }

    /// <summary>An escape begins after an even number of backslashes.</summary>
    private static bool HoldsNul(in Utf8JsonReader text)
    {
        ReadOnlySpan<byte> raw = text.ValueIsEscaped ? text.ValueSpan : default;
        for (int at = raw.IndexOf("\\u0000"u8); at >= 0; at = raw.IndexOf("\\u0000"u8))
        {
            if ((at - 1 - raw[..at].LastIndexOfAnyExcept((byte)'\\')) % 2 == 0)
            {
                return true;
            }

            raw = raw[(at + 1)..];
        }

        return false;
    }

    /// <summary>Which of the keys that Airflow gives a meaning a map has.</summary>
    private sealed class Keys
    {
        private string? _class;
        private bool _isVersioned;
        private bool _isTyped;
        private bool _hasVar;

        /// <summary>Looks at the value too where it matters.</summary>
        public void Add(in Utf8JsonReader key)
        {
            _isVersioned |= key.ValueTextEquals("__version__"u8);
            _isTyped |= key.ValueTextEquals("__type"u8);
            _hasVar |= key.ValueTextEquals("__var"u8);
            if (key.ValueTextEquals("__classname__"u8))
            {
                Utf8JsonReader value = key;
                value.Read();
                _class = value.TokenType == JsonTokenType.String && !HoldsNul(value) ? value.GetString() : $"{value.TokenType}";
            }
        }

        public string? Problem() =>
            _class is not null && _isVersioned && !KnownClasses.Contains(_class)
                ? $"A map has the keys __classname__ and __version__, so that Airflow would make a {_class} of it and fail. Rename one."
            : _isTyped && _hasVar
                ? "A map has the keys __type and __var, which Airflow takes for a value of its own. Rename one."
            : null;
    }
}
