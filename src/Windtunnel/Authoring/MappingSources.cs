using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>Elements written down in the DAG.</summary>
internal sealed class LiteralMapping<T>(ImmutableArray<T> items) : Mapping<T>([])
{
    internal override MappingShape Shape => new MappingShape.Literal(items.Length);

    internal override int? Length(Func<TaskRef, int?> lengthOf) => items.Length;

    internal override T Item(int index, TaskContext context) => items[index];
}

/// <summary>The elements of a task's result, or what the instances of a mapped task returned.</summary>
internal sealed class ResultMapping<T>(ITaskInput input) : Mapping<T>([input])
{
    internal override MappingShape Shape => new MappingShape.Result(Source);

    private TaskRef Source => Sources[0];

    internal override int? Length(Func<TaskRef, int?> lengthOf) => lengthOf(Source);

    internal override T Item(int index, TaskContext context)
    {
        if (Source.IsMapped || Source.Scope.IsInMappedGroup)
        {
            return context.Host.ReadResultAt(Source, index) is { } item
                ? item.As<T>(context)
                : throw XComMissingException.ForElement(Source, index, context.Host.MapLength(Source) ?? 0);
        }

        XComValue value = context.Host.ReadResult(Source) ?? throw XComMissingException.For(Source, context);
        return index < value.Length
            ? value.Element<T>(index, context)
            : throw XComMissingException.ForElement(Source, index, value.Length ?? 0);
    }
}

/// <summary>The entries of a task's result that is a dictionary.</summary>
internal sealed class EntryMapping<T>(ITaskInput input) : Mapping<KeyValuePair<string, T>>([input])
{
    internal override MappingShape Shape => new MappingShape.Result(Source);

    private TaskRef Source => Sources[0];

    internal override int? Length(Func<TaskRef, int?> lengthOf) => lengthOf(Source);

    internal override KeyValuePair<string, T> Item(int index, TaskContext context)
    {
        XComValue value = context.Host.ReadResult(Source) ?? throw XComMissingException.For(Source, context);
        return index < value.Length
            ? value.Entry<T>(index, context)
            : throw XComMissingException.ForElement(Source, index, value.Length ?? 0);
    }
}
