namespace Windtunnel;

/// <summary>What a result must be for others to be mapped over it. A violation fails the attempt that pushes it. §6.2.</summary>
internal static class MapSourceChecks
{
    public static void Check(IBodyStint stint, XComValue? result)
    {
        if (!stint.IsMapSource)
        {
            return;
        }

        string id = stint.Context.TaskId;
        int maxLength = stint.MaxMapLength;
        if (result is null || !stint.Context.Task.Spec.PushResult)
        {
            throw new MapSourceException(
                $"Task '{id}' handed on nothing, but other tasks are mapped over its result. Return a list or a dictionary.");
        }

        if (result.Length is not { } length)
        {
            throw new MapSourceException(
                $"Task '{id}' returned {Shorten(result)}, but other tasks are mapped over its result. Return a list or a dictionary.");
        }

        if (length > maxLength)
        {
            throw new MapSourceException($"Task '{id}' returned {length} elements to map over; the limit (max_map_length) is {maxLength}.");
        }
    }

    private static string Shorten(XComValue value)
    {
        string text = value.ToString();
        return text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
    }
}

/// <summary>A result that others are mapped over is missing, no list, or too long.</summary>
public sealed class MapSourceException(string message) : Exception(message);
