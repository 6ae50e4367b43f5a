using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>The named values of a log line, none of which can break it.</summary>
internal static class LogFields
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Airflow keeps a task's log in one file, which a browser shows: a longer text is somebody's data, not a message.
    private const int LongestText = 32 * 1024;
    private const int LongestField = 4 * 1024;
    private const int MostFields = 100;

    // Keys that the supervisor keeps for itself, or that are arguments of its own functions.
    private static readonly HashSet<string> Reserved =
    [
        "event", "level", "timestamp", "logger", "logger_name", "exception", "error_detail", "exc_info", "stack_info", "msg", "target",
        "self", "method_name", "positional_args", "name", "filename", "lineno", "func_name",
    ];

    /// <summary>Without secrets, and cut where it is too long. Half of a surrogate pair becomes U+FFFD when it is written.</summary>
    public static string Safe(string text, SecretMask mask, int longest = LongestText)
    {
        string masked = mask.Apply(text);
        return masked.Length <= longest ? masked : $"{masked.AsSpan(0, longest)}... ({masked.Length - longest} characters more)";
    }

    public static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>>? fields, SecretMask mask)
    {
        HashSet<string> written = [];
        foreach ((string name, object? value) in Given(fields))
        {
            string key = Reserved.Contains(name) ? $"{name}_" : name;
            if (name != "{OriginalFormat}" && key.Length > 0 && written.Add(key))
            {
                json.WritePropertyName(Safe(key, mask, LongestField));
                WriteValue(json, value, mask);
            }
        }
    }

    /// <summary>The enumeration is the author's: it ends where it throws.</summary>
    private static List<KeyValuePair<string, object?>> Given(IEnumerable<KeyValuePair<string, object?>>? fields)
    {
        List<KeyValuePair<string, object?>> given = [];
        try
        {
            given.AddRange((fields ?? []).Take(MostFields).Where(field => field.Key is not null));
        }
        catch (Exception e)
        {
            given.Add(new("fields_", $"(they could not be read: {e.GetType().Name})"));
        }

        return given;
    }

    private static void WriteValue(Utf8JsonWriter json, object? value, SecretMask mask)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or short or sbyte or byte or ushort or uint:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Safe(Foreign.Text(() => Convert.ToString(value, CultureInfo.InvariantCulture)), mask, LongestField));
                break;
        }
    }
}
