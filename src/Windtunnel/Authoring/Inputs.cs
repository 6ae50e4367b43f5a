namespace Windtunnel;

/// <summary>Reads the result of a task, or gives a value in its place.</summary>
internal sealed class FallbackInput<T>(TaskRef<T> source, T? fallback) : ITaskInput<T>
{
    IEnumerable<TaskRef> ITaskInput.Sources => [source];

    InputKind ITaskInput.Kind => InputKind.ResultOrFallback;

    T ITaskInput<T>.Read(TaskContext context) => source.TryReadResult(context, out T? value) ? value : fallback!;
}

/// <summary>Reads what all instances of a task in a mapped group returned. Instances without a result leave no gap, as in
/// Airflow.</summary>
internal sealed class CollectedInput<T>(TaskRef source) : ITaskInput<T[]>
{
    IEnumerable<TaskRef> ITaskInput.Sources => [source];

    InputKind ITaskInput.Kind => InputKind.Collected;

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

/// <summary>The element of a mapped group that this instance was given.</summary>
internal sealed class ElementInput<T>(TaskGroup group, Mapping<T> mapping) : ITaskInput<T>
{
    IEnumerable<TaskRef> ITaskInput.Sources => mapping.Sources;

    InputKind ITaskInput.Kind => InputKind.Element;

    TaskGroup ITaskInput.ElementOf => group;

    T ITaskInput<T>.Read(TaskContext context) => mapping.Read(context);
}
