using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>How many instances a task becomes that is mapped over a result.</summary>
internal static class MappableLength
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = WireJson.MaxDepth };

    /// <summary>The elements of a list or the entries of a map. Null for anything else, for a value of Python's in its wrapper, and for
    /// more than <paramref name="most"/>.</summary>
    public static int? Of(ReadOnlySpan<byte> json, int most)
    {
        var reader = new Utf8JsonReader(json, Reading);
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return null;
        }

        int length = 0;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("__classname__"u8))
            {
                return null;
            }

            reader.Skip();
            if (++length > most)
            {
                return null;
            }
        }

        return length;
    }
}
