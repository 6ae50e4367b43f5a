using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Makes a number within limits.</summary>
internal static class SampleNumber
{
    private const int Room = 100;

    public static JsonValue Whole(JsonObject flat, Random random)
    {
        decimal step = FlatSchema.Number(flat, "multipleOf") ?? 1;

        // The least multiple that is whole.
        decimal whole = step;
        while (whole % 1 != 0 && whole < step * 1000)
        {
            whole += step;
        }

        return JsonValue.Create((long)InRange(flat, whole, random));
    }

    public static JsonValue Any(JsonObject flat, Random random)
    {
        decimal? multiple = FlatSchema.Number(flat, "multipleOf");
        decimal made = InRange(flat, multiple ?? 0.25m, random);
        return JsonValue.Create(multiple is null && !IsWithin(flat, made) ? Between(flat) : made);
    }

    private static decimal InRange(JsonObject flat, decimal step, Random random)
    {
        decimal? least = Limit(flat, "minimum", "exclusiveMinimum", step, Math.Max);
        decimal? most = Limit(flat, "maximum", "exclusiveMaximum", -step, Math.Min);
        decimal from = least ?? (most is { } top ? Math.Min(1, top - (step * Room)) : 1);
        decimal first = Math.Ceiling(from / step) * step;
        decimal room = Math.Min(Room, Math.Floor(((most ?? (first + (Room * step))) - first) / step));
        return first + (step * random.Next((int)Math.Max(0, room) + 1));
    }

    /// <summary>A limit, with one step inwards where it is exclusive.</summary>
    private static decimal? Limit(JsonObject flat, string name, string exclusiveName, decimal step, Func<decimal, decimal, decimal> tighter)
    {
        decimal? limit = FlatSchema.Number(flat, name);
        decimal? beyond = FlatSchema.Number(flat, exclusiveName) + step;
        return limit is { } one && beyond is { } other ? tighter(one, other) : limit ?? beyond;
    }

    private static bool IsWithin(JsonObject flat, decimal number) =>
        !(number < FlatSchema.Number(flat, "minimum") || number > FlatSchema.Number(flat, "maximum")
            || number <= FlatSchema.Number(flat, "exclusiveMinimum") || number >= FlatSchema.Number(flat, "exclusiveMaximum"));

    /// <summary>Limits that are close together have their middle.</summary>
    private static decimal Between(JsonObject flat)
    {
        decimal least = FlatSchema.Number(flat, "exclusiveMinimum") ?? FlatSchema.Number(flat, "minimum") ?? 0;
        decimal most = FlatSchema.Number(flat, "exclusiveMaximum") ?? FlatSchema.Number(flat, "maximum") ?? least;
        return (least + most) / 2;
    }
}
