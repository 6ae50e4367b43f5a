using System.Collections.Immutable;
using System.Globalization;

namespace Windtunnel.Engine;

/// <summary>The choices of one order as they are written down: <c>2.0.1</c>. Zeros at the end are left out, and <c>0</c> is the order
/// without any other choice.</summary>
internal readonly record struct OrderText(ImmutableArray<int> Choices)
{
    /// <summary>The n-th choice; 0 beyond the last.</summary>
    public int this[int n] => n < Choices.Length ? Choices[n] : 0;

    public static OrderText Of(IReadOnlyList<int> choices)
    {
        int length = choices.Count;
        while (length > 0 && choices[length - 1] == 0)
        {
            length--;
        }

        return new([.. choices.Take(length)]);
    }

    /// <exception cref="FormatException">The text is no order.</exception>
    public static OrderText Parse(string text)
    {
        ImmutableArray<int>.Builder choices = ImmutableArray.CreateBuilder<int>();
        foreach (string part in text.Split('.'))
        {
            choices.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int choice)
                ? choice
                : throw new FormatException($"'{text}' is not an order. Give one that an exploration reported, such as '2.0.1'."));
        }

        return Of(choices);
    }

    public override string ToString() => Choices.IsEmpty ? "0" : string.Join('.', Choices);
}
