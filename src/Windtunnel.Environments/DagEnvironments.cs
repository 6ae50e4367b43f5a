using System.Collections.Immutable;
using System.Reflection;

namespace Windtunnel.Environments;

/// <summary>The environments that the DAGs of a project need, by DAG id: <c>windtunnel run</c> brings them up around a run, and tests may
/// be in them too. Immutable.</summary>
/// <remarks>The <c>windtunnel</c> tool finds them by convention, like the project's <see cref="Bundle"/>: a static property
/// <c>public static DagEnvironments Environments</c> of a public class. Nothing that a bundle reaches should name it, and the project's
/// reference to this package should be private (<c>PrivateAssets="all"</c>): then the bundle does not carry it.</remarks>
/// <example><code>
/// public static class Project
/// {
///     public static Bundle Dags { get; } = Bundle.Of().With("orders_etl", OrdersEtl.Create);
///
///     public static DagEnvironments Environments { get; } = DagEnvironments.Of()
///         .With("orders_etl", () => new TestEnvironment().Add(Service.Postgres("warehouse").Migrated("db/migrations")));
/// }
/// </code></example>
public sealed class DagEnvironments
{
    private const string PropertyName = "Environments";
    private static readonly DagEnvironments None = new(ImmutableDictionary.Create<string, Func<TestEnvironment>>(StringComparer.Ordinal));
    private readonly ImmutableDictionary<string, Func<TestEnvironment>> _declared;

    private DagEnvironments(ImmutableDictionary<string, Func<TestEnvironment>> declared) => _declared = declared;

    /// <summary>The DAGs that have one.</summary>
    public IEnumerable<string> DagIds => _declared.Keys.Order(StringComparer.Ordinal);

    /// <summary>Those of no DAG.</summary>
    public static DagEnvironments Of() => None;

    /// <summary>Those that the convention finds in an assembly; where it finds nothing, those of no DAG.</summary>
    /// <exception cref="EnvironmentException">The assembly has several.</exception>
    public static DagEnvironments In(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        PropertyInfo[] found = [.. assembly.GetExportedTypes()
            .Select(type => type.GetProperty(PropertyName, BindingFlags.Public | BindingFlags.Static))
            .OfType<PropertyInfo>()
            .Where(property => property.PropertyType == typeof(DagEnvironments))];
        return found switch
        {
            [] => None,
            [var property] => (DagEnvironments?)property.GetValue(null) ?? None,
            _ => throw new EnvironmentException(
                $"{assembly.GetName().Name} has {found.Length} properties '{PropertyName}', in "
                + $"{string.Join(", ", found.Select(property => property.DeclaringType))}. Keep one."),
        };
    }

    /// <summary>These, and that of one more DAG.</summary>
    /// <param name="dagId">The DAG's id.</param>
    /// <param name="declare">Declares the services, each under the id of the connection that shall lead to it. Called for each
    /// run.</param>
    /// <exception cref="ArgumentException">The DAG has one already.</exception>
    public DagEnvironments With(string dagId, Func<TestEnvironment> declare)
    {
        ArgumentNullException.ThrowIfNull(dagId);
        ArgumentNullException.ThrowIfNull(declare);
        return _declared.ContainsKey(dagId)
            ? throw new ArgumentException($"Dag '{dagId}' already has an environment. Add the services to that.", nameof(dagId))
            : new(_declared.Add(dagId, declare));
    }

    /// <summary>A new environment for the DAG, not started yet; null: it needs none. The caller disposes of it.</summary>
    public TestEnvironment? For(string dagId) => _declared.GetValueOrDefault(dagId)?.Invoke();
}
