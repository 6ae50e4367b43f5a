namespace Windtunnel.Schedules;

/// <summary>The allowed values of one field, laid out so that the nearest one in either direction is a single look-up.</summary>
internal sealed class CronValues
{
    public const int None = -1;

    private readonly int _min;
    private readonly int[] _atOrAfter;
    private readonly int[] _atOrBefore;

    public CronValues(CronFieldKind kind, Func<int, bool> isAllowed)
    {
        _min = kind.Min;
        _atOrAfter = new int[kind.Count];
        _atOrBefore = new int[kind.Count];
        for (int low = 0, before = None, after = None; low < kind.Count; low++)
        {
            int high = kind.Count - 1 - low;
            _atOrBefore[low] = before = isAllowed(_min + low) ? _min + low : before;
            _atOrAfter[high] = after = isAllowed(_min + high) ? _min + high : after;
        }
    }

    public static CronValues Of(CronField field) => new(field.Kind, value => field.HasStar || field.Values.Contains(value));

    /// <summary>The allowed value nearest to <paramref name="from"/>, itself included, or <see cref="None"/>.</summary>
    public int Seek(int from, bool forward)
    {
        int index = from - _min;
        return forward
            ? index >= _atOrAfter.Length ? None : _atOrAfter[Math.Max(index, 0)]
            : index < 0 ? None : _atOrBefore[Math.Min(index, _atOrBefore.Length - 1)];
    }
}
