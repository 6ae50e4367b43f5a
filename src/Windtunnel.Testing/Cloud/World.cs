namespace Windtunnel.Testing.Cloud;

/// <summary>All that one emulator holds, as one immutable value: a snapshot is a reference to it.</summary>
internal sealed class World<T>(T empty)
    where T : class
{
    private readonly Lock _change = new();
    private volatile T _current = empty;

    public T Current => _current;

    /// <summary>Changes are made one after another; what they refuse, they throw, and nothing is changed.</summary>
    public TResult Change<TResult>(Func<T, (T State, TResult Result)> change)
    {
        lock (_change)
        {
            (_current, TResult result) = change(_current);
            return result;
        }
    }

    public void Change(Func<T, T> change)
    {
        lock (_change)
            _current = change(_current);
    }

    public void Restore(object state)
    {
        lock (_change)
            _current = (T)state;
    }
}
