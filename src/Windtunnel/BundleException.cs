using System.Reflection;

namespace Windtunnel;

/// <summary>A bundle, or a DAG of it, that cannot be had.</summary>
public sealed class BundleException : Exception
{
    private BundleException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    internal static BundleException Unknown(string dagId, IEnumerable<string> known) =>
        new($"The bundle has no Dag '{dagId}'. It has: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    internal static BundleException OtherId(string dagId, string found) =>
        new($"Dag '{dagId}' was created with the id '{found}'. Add it to the bundle under that id.");

    internal static BundleException NotOne(Assembly assembly, PropertyInfo[] found) => new(found.Length == 0
        ? $"{assembly.GetName().Name} has no bundle. Add a public class with a property 'public static Bundle Dags {{ get; }}'."
        : $"{assembly.GetName().Name} has {found.Length} bundles: "
            + $"{string.Join(", ", found.Select(property => $"{property.DeclaringType}.Dags"))}. Keep one.");

    internal static BundleException NotFound(string path) => new($"There is no bundle '{path}'. Pack the project: windtunnel pack.");

    internal static BundleException Refused(string path, string dagId, IEnumerable<string> problems) =>
        new($"Airflow would not run Dag '{dagId}' from '{path}'. {string.Join(' ', problems)}");

    /// <summary>Runs an author's code and names the place when it throws: the code may throw anything.</summary>
    internal static T Guard<T>(string where, Func<T?> make)
        where T : class
    {
        try
        {
            return make() ?? throw new BundleException($"{where} is null. Return one.");
        }
        catch (Exception e) when (e is not BundleException)
        {
            Exception cause = e;
            while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is { } inner)
            {
                cause = inner;
            }

            string reason = cause is DagException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";
            throw new BundleException($"{where} could not be created. {reason}", cause);
        }
    }
}
