using System.Reflection;
using Windtunnel.Environments;

namespace Windtunnel.Cli.Projects;

/// <summary>A project whose DAGs can be listed and run.</summary>
internal sealed class Project
{
    private readonly Lazy<IReadOnlyList<BundledDag>> _all;

    private Project(Assembly assembly, string path)
    {
        Fingerprint = new(() => FingerprintOf(path));
        Bundle = Bundle.In(assembly);
        Name = assembly.GetName().Name!;
        BundleProperty = Bundle.PropertyIn(assembly);
        Environments = DagEnvironments.In(assembly);
        _all = new(() => [.. Bundle.LoadAll()]);
    }

    public Bundle Bundle { get; }

    /// <summary>The assembly's name.</summary>
    public string Name { get; }

    /// <summary>Where the code has the bundle.</summary>
    public PropertyInfo BundleProperty { get; }

    /// <summary>What its runs here stand on: this process, with the packages of the project in place of the tool's.</summary>
    public Lazy<Fingerprint> Fingerprint { get; }

    /// <summary>What the DAGs need around them.</summary>
    public DagEnvironments Environments { get; }

    /// <summary>Every DAG, or what hinders it.</summary>
    public IReadOnlyList<BundledDag> All => _all.Value;

    /// <summary>Every DAG but those that follow another one, and so are run with it.</summary>
    public IReadOnlyList<BundledDag> Leading => [.. All.Except(FollowersOf(All))];

    /// <param name="given">A .csproj, .dll or folder; null: the default.</param>
    /// <param name="cancellation">Ends a build.</param>
    /// <exception cref="ToolException">There is no such project, or it cannot be built or loaded.</exception>
    public static async Task<Project> OpenAsync(string? given, CancellationToken cancellation)
    {
        string path = await ProjectPath.ToAssemblyAsync(given, cancellation);
        try
        {
            return new(new ProjectLoadContext(path).LoadProject(), path);
        }
        catch (BadImageFormatException e)
        {
            throw Unloadable($"'{path}' is not a .NET assembly, or is damaged. Build the project again.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or TypeLoadException or ReflectionTypeLoadException)
        {
            throw Unloadable(
                $"'{path}' cannot be loaded: {e.Message} Build the project again, or give its .csproj in place of the assembly.", e);
        }
    }

    /// <summary>The DAGs of these names: each a DAG id, or the display name of one.</summary>
    /// <exception cref="ToolException">A name belongs to no DAG.</exception>
    public IReadOnlyList<BundledDag> Named(IEnumerable<string> names) => [.. names.Distinct().Select(Named)];

    public BundledDag Named(string name) =>
        All.FirstOrDefault(dag => dag.Id == name) ?? All.FirstOrDefault(dag => dag.Dag?.DisplayName == name) ?? throw Unknown(name);

    /// <summary>The DAGs that are run with these.</summary>
    public IReadOnlyList<BundledDag> FollowersOf(IEnumerable<BundledDag> dags) =>
        [.. dags.SelectMany(dag => Bundle.FollowersOf(dag.Id)).Distinct().SelectMany(id => All.Where(dag => dag.Id == id))];

    private static Fingerprint FingerprintOf(string path)
    {
        IEnumerable<KeyValuePair<string, string>> ofTheTool = Windtunnel.Fingerprint.OfThisProcess.Facts
            .Where(fact => !fact.Key.StartsWith("package.", StringComparison.Ordinal));
        return PackageFacts.In(Path.ChangeExtension(path, ".deps.json"))
            .Aggregate(Windtunnel.Fingerprint.Of(ofTheTool), (found, package) => found.With(package.Name, package.Version));
    }

    private ToolException Unknown(string name) => new(
        ExitCode.Usage,
        $"{Name} has no DAG '{name}'. {NearestNames.Suggest(name, All.Select(StoryOf), Bundle.DagIds)} "
        + "'windtunnel list' shows them all.");

    private static ToolException Unloadable(string message, Exception cause) => new(ExitCode.NotLoadable, message, cause);

    private static string StoryOf(BundledDag dag) => dag.Dag?.DisplayName ?? dag.Id;
}
