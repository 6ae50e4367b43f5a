using System.Globalization;

namespace Windtunnel.Schedules;

/// <summary>One field of a cron text, read in the dialect of Python's croniter, which Airflow uses.</summary>
internal sealed class CronField
{
    private readonly int _fieldCount;

    public CronField(CronFieldKind kind, string text, string expression, int fieldCount)
    {
        (Kind, Text, Expression, _fieldCount) = (kind, text, expression, fieldCount);
        foreach (string item in text.ToLowerInvariant().Split(','))
        {
            Add(item);
        }
    }

    public CronFieldKind Kind { get; }

    public string Text { get; }

    /// <summary>The whole text that the field is part of, as its author wrote it.</summary>
    public string Expression { get; }

    /// <summary>The numbers the field lists, <c>*</c> aside.</summary>
    public SortedSet<int> Values { get; } = [];

    public bool HasStar { get; private set; }

    /// <summary>Day of month only: <c>L</c> is listed.</summary>
    public bool HasLastDay { get; private set; }

    /// <summary>Day of month only: <c>15W</c>, the weekday nearest to the 15th; 0 when it is not used.</summary>
    public int NearestWeekdayTo { get; private set; }

    /// <summary>Day of week only: the entries <c>5#2</c> (second Friday) and <c>L5</c> (last Friday).</summary>
    public List<NthWeekday> NthWeekdays { get; } = [];

    /// <summary>croniter folds a field that lists as many entries as it has values into <c>*</c>.</summary>
    public bool IsWhole => Values.Count + (HasStar ? 1 : 0) + (HasLastDay ? 1 : 0) == Kind.Count;

    /// <summary>The field says nothing but <c>*</c>; <c>*,5</c> does say more, which matters to the hour field.</summary>
    public bool IsStar => IsWhole || (HasStar && Values.Count == 0);

    private void Add(string item)
    {
        switch (item)
        {
            case "*":
            case "?" when Text == "?" && (Kind == CronFieldKind.DayOfMonth || Kind == CronFieldKind.DayOfWeek):
                HasStar = true;
                break;
            case "l" when Kind == CronFieldKind.DayOfMonth:
                HasLastDay = true;
                break;
            case [.. var day, 'w'] when Kind == CronFieldKind.DayOfMonth && IsNumber(day):
                SetNearestWeekday(day);
                break;
            case ['w', .. var day] when Kind == CronFieldKind.DayOfMonth && IsNumber(day):
                SetNearestWeekday(day);
                break;
            case ['l', .. var day] when Kind == CronFieldKind.DayOfWeek && IsNumber(day):
                AddNth([Number(day)], NthWeekday.Last);
                break;
            case var _ when Kind == CronFieldKind.DayOfWeek && item.Split('#') is [var days, var nth]:
                AddNth(NamedDays(days), Ordinal(nth));
                break;
            default:
                Values.UnionWith(Range(item));
                break;
        }
    }

    private void SetNearestWeekday(string day)
    {
        NearestWeekdayTo = !Text.Contains(',')
            ? Number(day)
            : throw Error("lists 'W' with other days", "Write it alone, as in 15W");
        Values.Add(NearestWeekdayTo);
    }

    private void AddNth(IEnumerable<int> days, int nth)
    {
        foreach (int day in days)
        {
            Values.Add(day);
            NthWeekdays.Add(new NthWeekday(day, nth));
        }
    }

    private int Ordinal(string text) => text is [>= '1' and <= '5']
        ? text[0] - '0'
        : throw Error($"counts '#{text}'", "Count from #1 to #5, or write L5 for the last Friday");

    // Only named days form a range before '#': croniter refuses '1-5#2' but takes 'mon-fri#2'.
    private IEnumerable<int> NamedDays(string text) =>
        text.Contains('-') && char.IsAsciiDigit(text[0])
            ? throw Error($"puts '#' behind the numeric range '{text}'", "Name the days, as in mon-fri#2")
            : text.Contains('-') ? Range(text) : [Number(text)];

    /// <summary>Reads <c>5</c>, <c>1-5</c>, <c>1-5/2</c>, <c>*/2</c> and <c>3/2</c>, which means from 3 to the end by 2.</summary>
    private IEnumerable<int> Range(string item)
    {
        string[] parts = item.Split('/');
        if (parts.Length > 2)
        {
            throw Error($"has more than one step in '{item}'", "Write one step, as in 0-30/5");
        }

        int step = parts.Length == 2 ? Step(parts[1]) : 1;
        string[] ends = parts[0].Split('-');
        return ends switch
        {
            ["*"] => Cycle(Kind.Min, Kind.Max, step),
            [var only] when parts.Length == 1 => [Number(only)],
            [var low] => Cycle(Number(low), Kind.Max, step),
            [var low, "l"] when Kind == CronFieldKind.DayOfMonth => Cycle(Number(low), Kind.Max, step),
            [var low, var high] => Cycle(Number(low), Number(high), step),
            _ => throw Error($"{Said(item)} not a range", "Write a range as low-high"),
        };
    }

    /// <summary>
    /// A range may run over the end (<c>fri-mon</c>, <c>22-2</c>), and one that ends where it begins is the whole cycle.
    /// Over the end the step goes on counting as croniter does, which can be one off.
    /// </summary>
    private IEnumerable<int> Cycle(int low, int high, int step)
    {
        if (low == high)
        {
            return Steps(Kind.Min, Kind.Max, step);
        }

        if (low < high)
        {
            return Steps(low, high, step);
        }

        int last = low + ((Kind.Max - low) / step * step);
        int missed = Kind.Max - last;
        int skip = (long)last - Kind.Min + step > Kind.Count && missed < step ? step - missed : 0;
        return Steps(low, Kind.Max, step).Concat(Steps(Kind.Min + skip, high, step));
    }

    private static IEnumerable<int> Steps(int low, int high, int step)
    {
        for (long value = low; value <= high; value += step)
        {
            yield return (int)value;
        }
    }

    private int Step(string text) => IsNumber(text) && int.TryParse(text, CultureInfo.InvariantCulture, out int step) && step > 0
        ? step
        : throw Error($"has the step '{text}'", "A step is a whole number above 0");

    private int Number(string text)
    {
        int word = Array.IndexOf(Kind.Words, text);
        if (word >= 0)
        {
            return Kind.Min + word;
        }

        if (!IsNumber(text))
        {
            throw Error(text.Length == 0 ? "lacks a number" : $"{Said(text)} neither a number nor a name", $"Use {Kind.Allowed}");
        }

        int value = int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? Kind.Canonical(number, _fieldCount) : int.MaxValue;
        return value >= Kind.Min && value <= Kind.Max
            ? value
            : throw Error($"{Said(text)} out of range", $"Use {Kind.Allowed}");
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private string Said(string part) => part.Equals(Text, StringComparison.OrdinalIgnoreCase) ? "is" : $"has '{part}', which is";

    private ScheduleException Error(string found, string advice) =>
        new($"Cron '{Expression}': the {Kind.Name} field '{Text}' {found}. {advice}.");
}
