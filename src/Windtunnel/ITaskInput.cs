namespace Windtunnel;

/// <summary>Something a task body can be given, of whatever type. Only this package implements it.</summary>
public interface ITaskInput
{
    /// <summary>The tasks whose results are read: data edges. Empty for an element of literals.</summary>
    internal IEnumerable<TaskRef> Sources { get; }

    internal InputKind Kind { get; }

    /// <summary>For <see cref="InputKind.Element"/>: the group whose element is read. Null otherwise.</summary>
    internal TaskGroup? ElementOf => null;
}

/// <summary>Something a task body can be given: the result of another task, an element of a map, or a value that stands in for a missing
/// result.</summary>
/// <remarks>Only this package implements it.</remarks>
/// <typeparam name="T">What the body receives.</typeparam>
public interface ITaskInput<out T> : ITaskInput
{
    /// <exception cref="XComMissingException">There is no value to read and none stands in for it.</exception>
    internal T Read(TaskContext context);
}

/// <summary>What an input reads.</summary>
internal enum InputKind
{
    /// <summary>The result of a task.</summary>
    Result,

    /// <summary>The result of a task, or a value in its place.</summary>
    ResultOrFallback,

    /// <summary>The results of all indexes of a task in a mapped group.</summary>
    Collected,

    /// <summary>The element that an instance of a mapped group was given.</summary>
    Element,
}
