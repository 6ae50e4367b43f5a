using System.IO.Abstractions;
using System.Runtime.CompilerServices;

namespace Windtunnel;

/// <summary>Waits for files on the run's clock.</summary>
public static class FileWatch
{
    /// <summary>The names of files in the directory of a connection, each once: those that are there, then those that arrive, in the order
    /// of their names within one look. Ends when the enumeration is left, or the task is stopped.</summary>
    /// <param name="context">The body's.</param>
    /// <param name="connectionId">A connection of Airflow's type <c>fs</c> to a directory.</param>
    /// <param name="pattern">With <c>*</c> and <c>?</c>.</param>
    /// <param name="interval">Between two looks, in virtual time on the embedded engine. A file may be seen before it is written to its
    /// end: let whoever delivers rename it into place.</param>
    /// <param name="cancellation">Ends it, as the task's own token does.</param>
    /// <exception cref="DirectoryNotFoundException">The directory is not there.</exception>
    public static IAsyncEnumerable<string> WatchAsync(
        this TaskContext context, string connectionId, string pattern, TimeSpan interval, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return LookAsync(context, connectionId, pattern, interval, cancellation);
    }

    private static async IAsyncEnumerable<string> LookAsync(
        TaskContext context, string connectionId, string pattern, TimeSpan interval,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Connection directory = context.Connections[connectionId];
            IFileSystem files = directory.Files();
            string[] names = [.. files.Directory.GetFiles(directory.Path, pattern).Select(file => files.Path.GetFileName(file))];
            foreach (string name in names.Where(seen.Add).Order(StringComparer.Ordinal))
            {
                yield return name;
            }

            await context.DelayAsync(interval);
        }
    }
}
