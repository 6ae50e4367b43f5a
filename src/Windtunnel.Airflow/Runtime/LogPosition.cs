using System.Diagnostics;
using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>Where in the author's code a line was logged, under the names that Python's logging has for it.</summary>
/// <remarks>A native executable knows the method; the file and the line only where symbols lie beside it.</remarks>
internal static class LogPosition
{
    private static readonly HashSet<string> Between =
        ["Microsoft.Extensions.Logging", "Microsoft.Extensions.Logging.Abstractions", "Windtunnel", "Windtunnel.Airflow"];

    public static void Write(Utf8JsonWriter json)
    {
        foreach (StackFrame frame in new StackTrace(1, fNeedFileInfo: true).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { } method || Between.Contains(method.DeclaringAssemblyName.Split(',')[0]))
            {
                continue;
            }

            if (frame.GetFileName() is { } file)
            {
                json.WriteString("filename", Path.GetFileName(file));
                json.WriteNumber("lineno", frame.GetFileLineNumber());
            }

            json.WriteString("func_name", $"{method.DeclaringTypeName}.{method.Name}");
            return;
        }
    }
}
