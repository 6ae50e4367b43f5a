using System.Collections;

namespace Windtunnel;

/// <summary>A list whose elements are read when they are looked at, each once.</summary>
internal sealed class LazyList<T>(int count, Func<int, T> read) : IReadOnlyList<T>
{
    private readonly Dictionary<int, T> _known = [];

    public int Count => count;

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            if (!_known.TryGetValue(index, out T? item))
            {
                _known[index] = item = read(index);
            }

            return item;
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
