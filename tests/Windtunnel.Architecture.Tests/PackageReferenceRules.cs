using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Windtunnel.Architecture.Tests;

public sealed class PackageReferenceRules
{
    // Each package and what it may build on; the order admits no cycle, since a row names only rows above it.
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Windtunnel"] = [],
        ["Windtunnel.Hooks"] = ["Windtunnel"],
        ["Windtunnel.Hooks.AzureBlobs"] = ["Windtunnel", "Windtunnel.Hooks"],
        ["Windtunnel.Hooks.Nats"] = ["Windtunnel"],
        ["Windtunnel.Hooks.S3"] = ["Windtunnel", "Windtunnel.Hooks"],
        ["Windtunnel.Engine"] = ["Windtunnel"],
        ["Windtunnel.Airflow"] = ["Windtunnel"],
        ["Windtunnel.Contracts"] = ["Windtunnel"],
        ["Windtunnel.Data"] = ["Windtunnel"],
        ["Windtunnel.Insights"] = ["Windtunnel"],
        ["Windtunnel.Testing"] = ["Windtunnel", "Windtunnel.Hooks", "Windtunnel.Engine", "Windtunnel.Airflow"],
        ["Windtunnel.Experiments"] = ["Windtunnel", "Windtunnel.Engine"],
        ["Windtunnel.Environments"] = ["Windtunnel", "Windtunnel.Hooks", "Windtunnel.Engine", "Windtunnel.Testing"],
        ["Windtunnel.Analyzers"] = [],
        ["Windtunnel.Cli"] =
        [
            "Windtunnel", "Windtunnel.Hooks", "Windtunnel.Engine", "Windtunnel.Airflow", "Windtunnel.Contracts", "Windtunnel.Data",
            "Windtunnel.Insights", "Windtunnel.Testing", "Windtunnel.Experiments", "Windtunnel.Environments",
        ],
    };

    [Fact]
    public void ProjectReference_OfAPackage_PointsOnlyToPackagesBelowIt() =>
        Rule.Holds("A package references only what its row in this class allows. Move the code, or argue for the new arrow in an ADR.",
            from project in SourceProjects()
            from target in References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')))
            where !MayReference.GetValueOrDefault(NameOf(project), []).Contains(target)
            select $"{project}: references {target}.");

    [Fact]
    public void Package_OfSrc_HasARowInTheTable() =>
        Rule.Holds("A new package needs a new dependency, a new runtime posture or a new audience; otherwise it is a folder.",
            SourceProjects().Where(p => !MayReference.ContainsKey(NameOf(p))));

    [Fact]
    public void PackageReference_OfAuthoringPackage_IsOnlyTheLoggingAbstraction() =>
        Rule.Holds("Windtunnel ships inside every DAG: it uses the base class library and the logging abstraction only.",
            References("src/Windtunnel/Windtunnel.csproj", "PackageReference").Except(["Microsoft.Extensions.Logging.Abstractions"]));

    [Fact]
    public void Solution_ForEveryProject_ListsIt()
    {
        var listed = XDocument.Parse(Repository.Read("Windtunnel.slnx")).Descendants("Project")
            .Select(p => (string?)p.Attribute("Path")).OfType<string>();
        Rule.Holds("Windtunnel.slnx lists every project: what is not listed is not built, tested or packed.",
            Repository.Projects.Except(listed));
    }

    [Fact]
    public void CentralVersion_OfEveryPackage_IsUsedByAProject()
    {
        var props = XDocument.Parse(Repository.Read("Directory.Packages.props"));
        var versions = props.Descendants("ItemGroup")
            .Where(g => (string?)g.Attribute("Label") != "Transitive pins")
            .Elements("PackageVersion").Select(v => (string?)v.Attribute("Include")).OfType<string>();
        var used = Repository.Files.Where(f => Regex.IsMatch(f, @"\.(csproj|props|targets)$"))
            .SelectMany(f => References(f, "PackageReference"));
        Rule.Holds("A version that no project uses leaves Directory.Packages.props (a pin for others goes under 'Transitive pins').",
            versions.Except(used));
    }

    private static IEnumerable<string> SourceProjects() => Repository.Projects.Where(IsPackage);

    private static bool IsPackage(string project) => Regex.IsMatch(project, @"^src/([^/]+)/\1\.csproj$");

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string file, string kind) =>
        XDocument.Parse(Repository.Read(file)).Descendants(kind).Select(r => (string?)r.Attribute("Include")).OfType<string>();
}
