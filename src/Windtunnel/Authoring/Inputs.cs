namespace Windtunnel;

/// <summary>Reads the result of a task, or gives a value in its place.</summary>
internal sealed class FallbackInput<T>(TaskRef source, T fallback) : ITaskInput<T>
{
    IEnumerable<TaskRef> ITaskInput<T>.Sources => [source];

    T ITaskInput<T>.Read(TaskContext context) =>
        context.Host.ReadResult(source) is { IsNull: false } value ? value.As<T>(context) : fallback;
}

/// <summary>Reads what all instances of a mapped task returned. Instances without a result leave no gap, as in Airflow.</summary>
internal sealed class CollectedInput<T>(TaskRef source) : ITaskInput<T[]>
{
    IEnumerable<TaskRef> ITaskInput<T[]>.Sources => [source];

    T[] ITaskInput<T[]>.Read(TaskContext context) => ReadAll(source, context);

    internal static T[] ReadAll(TaskRef source, TaskContext context)
    {
        IReadOnlyList<XComValue> values = context.Host.ReadResults(source);
        var items = new T[values.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = values[i].As<T>(context);
        }

        return items;
    }
}

/// <summary>The element of a map that this instance was given.</summary>
internal sealed class ItemInput<T>(Mapping<T> mapping) : ITaskInput<T>
{
    IEnumerable<TaskRef> ITaskInput<T>.Sources => mapping.Sources;

    T ITaskInput<T>.Read(TaskContext context) => mapping.Item(context.Host.ItemIndex(mapping), context);
}
