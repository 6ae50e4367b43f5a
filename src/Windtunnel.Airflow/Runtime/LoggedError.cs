using System.Diagnostics;
using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>An exception in the shape of Python's own: the outermost first, then what caused it.</summary>
internal static class LoggedError
{
    private const int DeepestCause = 10;

    // The ends of a deep recursion say what its middle does.
    private const int MostFrames = 100;

    public static void Write(Utf8JsonWriter json, Exception exception, SecretMask mask)
    {
        json.WriteStartArray("exception");
        int depth = 0;
        for (Exception? error = exception; error is not null && depth < DeepestCause; error = error.InnerException, depth++)
        {
            Exception told = error;
            json.WriteStartObject();
            json.WriteString("exc_type", told.GetType().FullName);
            json.WriteString("exc_value", LogFields.Safe(Foreign.Text(() => told.Message), mask));
            json.WriteStartArray("exc_notes");
            json.WriteEndArray();
            json.WriteNull("syntax_error");
            json.WriteBoolean("is_cause", depth > 0);
            WriteFrames(json, new StackTrace(told, fNeedFileInfo: true).GetFrames());
            json.WriteBoolean("is_group", false);
            json.WriteStartArray("exceptions");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFrames(Utf8JsonWriter json, StackFrame[] frames)
    {
        json.WriteStartArray("frames");
        foreach (StackFrame frame in frames.Length <= MostFrames ? frames : [.. frames[..(MostFrames / 2)], .. frames[^(MostFrames / 2)..]])
        {
            json.WriteStartObject();
            json.WriteString("filename", frame.GetFileName() ?? "");
            json.WriteNumber("lineno", frame.GetFileLineNumber());
            json.WriteString("name", DiagnosticMethodInfo.Create(frame) is { } method ? $"{method.DeclaringTypeName}.{method.Name}" : "?");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
