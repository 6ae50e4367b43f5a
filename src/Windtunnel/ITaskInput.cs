namespace Windtunnel;

/// <summary>Something a task body can be given: the result of another task, an element of a map, or a value that stands in for a missing result.</summary>
/// <remarks>Only this package implements it.</remarks>
/// <typeparam name="T">What the body receives.</typeparam>
public interface ITaskInput<out T>
{
    /// <summary>The tasks whose results are read: data edges. Empty for an element of literals.</summary>
    internal IEnumerable<TaskRef> Sources { get; }

    /// <exception cref="XComMissingException">There is no value to read and none stands in for it.</exception>
    internal T Read(TaskContext context);
}
