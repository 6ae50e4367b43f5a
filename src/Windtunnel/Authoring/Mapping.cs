using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>What a task or group is mapped over: one instance for each element.</summary>
public abstract class Mapping
{
    private protected Mapping()
    {
    }

    /// <summary>The tasks whose results are mapped over; empty for literals.</summary>
    internal abstract ImmutableArray<TaskRef> Sources { get; }

    /// <summary>Known before the run starts: made of literals only.</summary>
    internal bool IsLiteral => Sources.IsEmpty;

    /// <summary>The number of elements; null while a source's result is not known.</summary>
    /// <param name="lengthOf">The length of one source task's result, null while unknown.</param>
    internal abstract int? Length(Func<TaskRef, int?> lengthOf);
}

/// <summary>What a task or group is mapped over, with elements of a known type.</summary>
/// <typeparam name="T">The element.</typeparam>
public abstract class Mapping<T> : Mapping
{
    private protected Mapping()
    {
    }

    internal abstract T Item(int index, TaskContext context);

    /// <summary>Changes each element, inside the attempt that consumes it. Throwing <see cref="Outcome.Skip"/> skips that instance.</summary>
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

    /// <summary>One instance for each element of a task's result, which is a list. Airflow allows at most 1024 (<c>max_map_length</c>).</summary>
    public static Mapping<T> In<T>(ITaskInput<IReadOnlyList<T>> source) => new ResultMapping<T>(Single(source.Sources));

    /// <summary>One instance for each entry of a task's result, which is a dictionary, in the order of its keys as they were written.</summary>
    public static Mapping<KeyValuePair<string, T>> In<T>(ITaskInput<IReadOnlyDictionary<string, T>> source) =>
        new EntryMapping<T>(Single(source.Sources));

    private static TaskRef Single(IEnumerable<TaskRef> sources) => sources.Single();
}

internal sealed class LiteralMapping<T>(ImmutableArray<T> items) : Mapping<T>
{
    internal override ImmutableArray<TaskRef> Sources => [];

    internal override int? Length(Func<TaskRef, int?> lengthOf) => items.Length;

    internal override T Item(int index, TaskContext context) => items[index];
}

internal sealed class ResultMapping<T>(TaskRef source) : Mapping<T>
{
    internal override ImmutableArray<TaskRef> Sources { get; } = [source];

    internal override int? Length(Func<TaskRef, int?> lengthOf) => lengthOf(source);

    internal override T Item(int index, TaskContext context)
    {
        if (source.IsMapped || source.Scope.IsInMappedGroup)
        {
            IReadOnlyList<XComValue> values = context.Host.ReadResults(source);
            return index < values.Count ? values[index].As<T>(context) : throw XComMissingException.ForElement(source, index, values.Count);
        }

        XComValue value = context.Host.ReadResult(source) ?? throw XComMissingException.For(source, context);
        return index < value.Length
            ? value.Element<T>(index, context)
            : throw XComMissingException.ForElement(source, index, value.Length ?? 0);
    }
}

internal sealed class EntryMapping<T>(TaskRef source) : Mapping<KeyValuePair<string, T>>
{
    internal override ImmutableArray<TaskRef> Sources { get; } = [source];

    internal override int? Length(Func<TaskRef, int?> lengthOf) => lengthOf(source);

    internal override KeyValuePair<string, T> Item(int index, TaskContext context)
    {
        XComValue value = context.Host.ReadResult(source) ?? throw XComMissingException.For(source, context);
        return index < value.Length
            ? value.Entry<T>(index, context)
            : throw XComMissingException.ForElement(source, index, value.Length ?? 0);
    }
}

internal sealed class SelectMapping<T, TResult>(Mapping<T> source, Func<T, TResult> change) : Mapping<TResult>
{
    internal override ImmutableArray<TaskRef> Sources => source.Sources;

    internal override int? Length(Func<TaskRef, int?> lengthOf) => source.Length(lengthOf);

    internal override TResult Item(int index, TaskContext context) => change(source.Item(index, context));
}

internal sealed class ZipMapping<T1, T2>(Mapping<T1> first, Mapping<T2> second, (T1 First, T2 Second)? fill = null)
    : Mapping<(T1 First, T2 Second)>
{
    internal override ImmutableArray<TaskRef> Sources { get; } = [.. first.Sources.Union(second.Sources)];

    internal override int? Length(Func<TaskRef, int?> lengthOf) => (first.Length(lengthOf), second.Length(lengthOf)) switch
    {
        (int a, int b) => fill is null ? Math.Min(a, b) : Math.Max(a, b),
        _ => null,
    };

    internal override (T1 First, T2 Second) Item(int index, TaskContext context) => fill is not { } missing
        ? (first.Item(index, context), second.Item(index, context))
        : (index < first.Length(context.Host.MapLength) ? first.Item(index, context) : missing.First,
            index < second.Length(context.Host.MapLength) ? second.Item(index, context) : missing.Second);
}

internal sealed class ConcatMapping<T>(Mapping<T> first, Mapping<T> second) : Mapping<T>
{
    internal override ImmutableArray<TaskRef> Sources { get; } = [.. first.Sources.Union(second.Sources)];

    internal override int? Length(Func<TaskRef, int?> lengthOf) => first.Length(lengthOf) + second.Length(lengthOf);

    internal override T Item(int index, TaskContext context)
    {
        int split = first.Length(context.Host.MapLength) ?? 0;
        return index < split ? first.Item(index, context) : second.Item(index - split, context);
    }
}

internal sealed class CrossMapping<T1, T2>(Mapping<T1> first, Mapping<T2> second) : Mapping<(T1 First, T2 Second)>
{
    internal override ImmutableArray<TaskRef> Sources { get; } = [.. first.Sources.Union(second.Sources)];

    internal override int? Length(Func<TaskRef, int?> lengthOf) => first.Length(lengthOf) * second.Length(lengthOf);

    internal override (T1 First, T2 Second) Item(int index, TaskContext context)
    {
        int fastest = second.Length(context.Host.MapLength) ?? 1;
        return (first.Item(index / fastest, context), second.Item(index % fastest, context));
    }
}
