using System.Text;
using System.Text.Json;

namespace Windtunnel;

/// <summary>Hands on each key of a result as an XCom of its own. §16.1.</summary>
internal static class MultipleOutputs
{
    public static void Push(IBodyStint stint, XComValue result)
    {
        JsonElement root = result.ToJsonElement();
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new XComTypeException(
                $"Task '{stint.Context.TaskId}' has multiple outputs and returned {root.ValueKind}. "
                + "Return an object with one property per output.");
        }

        foreach (JsonProperty output in root.EnumerateObject())
        {
            stint.Context.Host.Push(output.Name, new XComValue(Encoding.UTF8.GetBytes(output.Value.GetRawText())));
        }
    }
}
