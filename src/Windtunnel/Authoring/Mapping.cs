using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>What a task or group is mapped over: one instance for each element.</summary>
public abstract class Mapping
{
    private protected Mapping(ImmutableArray<ITaskInput> inputs)
    {
        Inputs = inputs;
        Sources = [.. inputs.SelectMany(input => input.Sources).Distinct()];
    }

    /// <summary>What the elements are taken from; empty for literals.</summary>
    internal ImmutableArray<ITaskInput> Inputs { get; }

    /// <summary>The tasks whose results are mapped over; empty for literals.</summary>
    internal ImmutableArray<TaskRef> Sources { get; }

    /// <summary>Known before the run starts: made of literals only.</summary>
    internal bool IsLiteral => Inputs.IsEmpty;

    /// <summary>How it is put together, for those who write it down elsewhere.</summary>
    internal abstract MappingShape Shape { get; }

    /// <summary>The number of elements; null while a source's result is not known.</summary>
    /// <param name="lengthOf">The length of one source task's result, null while unknown.</param>
    internal abstract int? Length(Func<TaskRef, int?> lengthOf);
}

/// <summary>What a task or group is mapped over, with elements of a known type.</summary>
/// <typeparam name="T">The element.</typeparam>
public abstract class Mapping<T> : Mapping
{
    private protected Mapping(ImmutableArray<ITaskInput> inputs)
        : base(inputs)
    {
    }

    internal abstract T Item(int index, TaskContext context);

    /// <summary>The element of the instance that reads.</summary>
    internal T Read(TaskContext context) => Item(context.Host.ItemIndex(this), context);

    /// <summary>A mapping of one task's or group's own: by it, instances find their index, and two tasks may be mapped over one
    /// variable.</summary>
    internal Mapping<T> Own() => (Mapping<T>)MemberwiseClone();

    /// <summary>Changes each element, inside the attempt that consumes it. Throwing <see cref="Outcome.Skip"/> skips that
    /// instance.</summary>
    public Mapping<TResult> Select<TResult>(Func<T, TResult> change) => new SelectMapping<T, TResult>(this, change);

    /// <summary>Pairs elements by position; as long as the shorter one.</summary>
    public Mapping<(T First, TOther Second)> Zip<TOther>(Mapping<TOther> other) => new ZipMapping<T, TOther>(this, other);

    /// <summary>Pairs elements by position; as long as the longer one, with fill values for what the shorter one lacks.</summary>
    public Mapping<(T First, TOther Second)> ZipLongest<TOther>(Mapping<TOther> other, T fill, TOther otherFill) =>
        new ZipMapping<T, TOther>(this, other, (fill, otherFill));

    /// <summary>The elements of this, then those of <paramref name="other"/>.</summary>
    public Mapping<T> Concat(Mapping<T> other) => new ConcatMapping<T>(this, other);

    /// <summary>Every element with every element of <paramref name="other"/>, the latter changing fastest.</summary>
    public Mapping<(T First, TOther Second)> Cross<TOther>(Mapping<TOther> other) => new CrossMapping<T, TOther>(this, other);
}

/// <summary>Makes mappings.</summary>
public static class Each
{
    /// <summary>One instance for each of these values.</summary>
    public static Mapping<T> Of<T>(params ReadOnlySpan<T> items) => new LiteralMapping<T>([.. items]);

    /// <summary>One instance for each element of a task's result, which is a list. Airflow allows at most 1024
    /// (<c>max_map_length</c>).</summary>
    public static Mapping<T> In<T>(ITaskInput<IReadOnlyList<T>> source) => new ResultMapping<T>(source);

    /// <summary>One instance for each entry of a task's result, which is a dictionary, in the order of its keys as they were
    /// written.</summary>
    public static Mapping<KeyValuePair<string, T>> In<T>(ITaskInput<IReadOnlyDictionary<string, T>> source) =>
        new EntryMapping<T>(source);
}
