using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Windtunnel;

/// <summary>The DAGs of a project, by id. Immutable; a DAG is created and built when it is first asked for.</summary>
/// <remarks>The <c>windtunnel</c> tool finds a project's bundle by convention: a static property <c>public static Bundle Dags</c>
/// of a public class. A project has exactly one.</remarks>
/// <example><code>
/// public static class Project
/// {
///     public static Bundle Dags { get; } = Bundle.Of().With("orders_etl", OrdersEtl.Create).With("billing", Billing.Create);
/// }
/// </code></example>
public sealed class Bundle
{
    private readonly ImmutableList<Entry> _dags;

    private Bundle(ImmutableList<Entry> dags) => _dags = dags;

    /// <summary>The ids, in the order in which the DAGs were added.</summary>
    public IEnumerable<string> DagIds => _dags.Select(entry => entry.Id);

    /// <summary>A bundle of DAGs that exist already; they are built when they are asked for.</summary>
    /// <exception cref="ArgumentException">Two DAGs have one id.</exception>
    public static Bundle Of(params ReadOnlySpan<Dag> dags)
    {
        var bundle = new Bundle([]);
        foreach (Dag dag in dags)
        {
            bundle = bundle.With(dag.Id, () => dag);
        }

        return bundle;
    }

    /// <summary>The bundle that the convention finds in an assembly.</summary>
    /// <exception cref="BundleException">The assembly has no bundle, or several, or making it failed.</exception>
    [RequiresUnreferencedCode("The bundle is found by reflection. In a trimmed executable, name it in code.")]
    public static Bundle In(Assembly assembly)
    {
        PropertyInfo property = PropertyIn(assembly);
        return BundleException.Guard(
            $"The bundle {property.DeclaringType}.Dags of {assembly.GetName().Name}", () => (Bundle?)property.GetValue(null));
    }

    /// <summary>The property that holds the bundle by convention.</summary>
    /// <exception cref="BundleException">The assembly has none, or several.</exception>
    [RequiresUnreferencedCode("The bundle is found by reflection. In a trimmed executable, name it in code.")]
    internal static PropertyInfo PropertyIn(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        PropertyInfo[] found = [.. assembly.GetExportedTypes()
            .Select(type => type.GetProperty("Dags", BindingFlags.Public | BindingFlags.Static))
            .OfType<PropertyInfo>()
            .Where(property => property.PropertyType == typeof(Bundle))];
        return found.Length == 1 ? found[0] : throw BundleException.NotOne(assembly, found);
    }

    /// <summary>A bundle that has one DAG more.</summary>
    /// <param name="dagId">The id of the DAG that <paramref name="create"/> makes.</param>
    /// <param name="create">Called once, when the DAG is first asked for. What it throws is reported under the id and hinders no other
    /// DAG.</param>
    /// <param name="localRun">See <see cref="LocalRun"/>. Null, the default: a run without connections.</param>
    /// <param name="followedBy">See <see cref="FollowersOf"/>. Null, the default: none.</param>
    /// <exception cref="ArgumentException">The bundle has a DAG of this id already.</exception>
    public Bundle With(
        string dagId, Func<Dag> create, Func<DirectoryInfo, RunRequest>? localRun = null, IReadOnlyList<string>? followedBy = null)
    {
        ArgumentNullException.ThrowIfNull(dagId);
        ArgumentNullException.ThrowIfNull(create);
        if (DagIds.Contains(dagId))
        {
            throw new ArgumentException($"The bundle already has a Dag '{dagId}'. Give one of them another id.", nameof(dagId));
        }

        Lazy<Dag> dag = new(() => Created(dagId, () => create()?.Build()));
        return new(_dags.Add(new(dagId, create, dag, localRun ?? (_ => new()), [.. followedBy ?? []])));
    }

    /// <summary>The DAG of this id, built.</summary>
    /// <exception cref="BundleException">There is no such DAG, or it could not be created or built.</exception>
    public Dag Load(string dagId) => Find(dagId).Dag.Value;

    /// <summary>The run that <c>windtunnel run</c> makes when nothing else is said: where the connections lead on a developer's machine,
    /// and when the run starts. It is for trying a DAG out; it is no part of the DAG and is not shipped with it.</summary>
    /// <param name="dagId">The DAG's id.</param>
    /// <param name="scratch">An existing directory of the run's own, for files and databases that connections lead to.</param>
    /// <exception cref="BundleException">There is no such DAG, or making the request failed.</exception>
    public RunRequest LocalRun(string dagId, DirectoryInfo scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        Entry entry = Find(dagId);
        return BundleException.Guard($"The local run of Dag '{dagId}'", () => entry.LocalRun(scratch));
    }

    /// <summary>The ids of the DAGs of this bundle that are there too in a local run of this one, so that its assets start them.</summary>
    /// <exception cref="BundleException">There is no such DAG.</exception>
    public IReadOnlyList<string> FollowersOf(string dagId) => Find(dagId).FollowedBy;

    /// <summary>Every DAG, built, or what hinders it.</summary>
    public IEnumerable<BundledDag> LoadAll() => _dags.Select(entry => Loaded(entry.Id, entry.Dag));

    /// <summary>The DAG of this id, frozen and not checked. See <see cref="Dag.Freeze"/>.</summary>
    /// <exception cref="BundleException">There is no such DAG, or it could not be created.</exception>
    internal Dag LoadForTask(string dagId)
    {
        Entry entry = Find(dagId);
        return Created(dagId, () => entry.Create()?.Freeze());
    }

    private Entry Find(string dagId) => _dags.Find(entry => entry.Id == dagId) ?? throw BundleException.Unknown(dagId, DagIds);

    private static BundledDag Loaded(string id, Lazy<Dag> dag)
    {
        try
        {
            return new(id, dag.Value, null);
        }
        catch (BundleException e)
        {
            return new(id, null, e);
        }
    }

    private static Dag Created(string dagId, Func<Dag?> create)
    {
        Dag dag = BundleException.Guard($"Dag '{dagId}'", create);
        return dag.Id == dagId ? dag : throw BundleException.OtherId(dagId, dag.Id);
    }

    private sealed record Entry(
        string Id, Func<Dag> Create, Lazy<Dag> Dag, Func<DirectoryInfo, RunRequest> LocalRun, ImmutableArray<string> FollowedBy);
}

/// <summary>A DAG of a bundle after an attempt to load it.</summary>
/// <param name="Id">The id under which it was added.</param>
/// <param name="Dag">The DAG, built; null when that failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record BundledDag(string Id, Dag? Dag, BundleException? Error);
