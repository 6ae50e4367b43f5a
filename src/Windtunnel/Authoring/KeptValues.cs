namespace Windtunnel;

/// <summary>What stands behind a <see cref="StateStore"/>.</summary>
internal abstract class KeptValues
{
    /// <summary>Null: there is none.</summary>
    public abstract XComValue? Read(string key);

    /// <param name="key">The key.</param>
    /// <param name="value">Not JSON null.</param>
    /// <param name="keep">Null: for ever.</param>
    /// <exception cref="NotSupportedException">A time is given, but these values do not expire.</exception>
    public abstract void Write(string key, XComValue value, TimeSpan? keep);

    public abstract void Delete(string key);

    public abstract void Clear();
}
