namespace Windtunnel;

internal sealed class SelectMapping<T, TResult>(Mapping<T> source, Func<T, TResult> change) : Mapping<TResult>(source.Inputs)
{
    internal override MappingShape Shape => source.Shape;

    internal override int? Length(Func<TaskRef, int?> lengthOf) => source.Length(lengthOf);

    internal override TResult Item(int index, TaskContext context) => change(source.Item(index, context));
}

internal sealed class ZipMapping<T1, T2>(Mapping<T1> first, Mapping<T2> second, (T1 First, T2 Second)? fill = null)
    : Mapping<(T1 First, T2 Second)>([.. first.Inputs, .. second.Inputs])
{
    internal override MappingShape Shape => new MappingShape.Zip(first.Shape, second.Shape, fill is not null);

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

internal sealed class ConcatMapping<T>(Mapping<T> first, Mapping<T> second) : Mapping<T>([.. first.Inputs, .. second.Inputs])
{
    internal override MappingShape Shape => new MappingShape.Concat(first.Shape, second.Shape);

    internal override int? Length(Func<TaskRef, int?> lengthOf) => first.Length(lengthOf) + second.Length(lengthOf);

    internal override T Item(int index, TaskContext context)
    {
        int split = first.Length(context.Host.MapLength) ?? 0;
        return index < split ? first.Item(index, context) : second.Item(index - split, context);
    }
}

internal sealed class CrossMapping<T1, T2>(Mapping<T1> first, Mapping<T2> second)
    : Mapping<(T1 First, T2 Second)>([.. first.Inputs, .. second.Inputs])
{
    internal override MappingShape Shape => new MappingShape.Cross(first.Shape, second.Shape);

    internal override int? Length(Func<TaskRef, int?> lengthOf) => first.Length(lengthOf) * second.Length(lengthOf);

    internal override (T1 First, T2 Second) Item(int index, TaskContext context)
    {
        int fastest = second.Length(context.Host.MapLength) ?? 1;
        return (first.Item(index / fastest, context), second.Item(index % fastest, context));
    }
}
