namespace Windtunnel;

/// <summary>A double that serves a hook in process. What it waits for, it waits for on the body's clock, so its calls do not hold
/// that.</summary>
/// <typeparam name="T">What the hook knows the system by.</typeparam>
public interface IStandIn<out T>
    where T : class
{
    /// <summary>Called each time a body opens the hook.</summary>
    /// <param name="connection">The connection that was asked.</param>
    /// <param name="context">That of the body: its clock, chance and task.</param>
    T Open(Connection connection, TaskContext context);
}
