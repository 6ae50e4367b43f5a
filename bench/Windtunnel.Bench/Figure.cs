using System.Globalization;

namespace Windtunnel.Bench;

/// <summary>One number that this repository promises something about.</summary>
/// <param name="Name">A stable name.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Unit">Of the value and of the goal.</param>
/// <param name="Goal">What is promised.</param>
/// <param name="IsFloor">True: the value must be at least the goal. False: at most.</param>
internal sealed record Figure(string Name, double Value, string Unit, double Goal, bool IsFloor)
{
    public bool IsHeld => IsFloor ? Value >= Goal : Value <= Goal;

    public static Figure AtLeast(double goal, string unit, string name, double value) => new(name, value, unit, goal, IsFloor: true);

    public static Figure AtMost(double goal, string unit, string name, double value) => new(name, value, unit, goal, IsFloor: false);

    /// <summary>A line of the table.</summary>
    public override string ToString() =>
        $"{Name,-48}  {Text(Value),16}  {(IsFloor ? ">=" : "<=")} {Text(Goal),-14}  {(IsHeld ? "held" : "missed")}";

    private string Text(double number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(number >= 100 ? Math.Round(number) : Math.Round(number, 2)):#,0.##} {Unit}").TrimEnd();
}
