using System.Text.RegularExpressions;

namespace Windtunnel.Cli.Scaffolding;

/// <summary>Writes a DAG project with its tests from the templates that the tool carries.</summary>
internal sealed partial class NewProject
{
    private static readonly (string Template, string Path)[] Files =
    [
        ("README.md", "README.md"),
        ("gitignore", ".gitignore"),
        ("global.json", "global.json"),
        ("Directory.Build.props", "Directory.Build.props"),
        ("Directory.Packages.props", "Directory.Packages.props"),
        ("solution", "{{Name}}.slnx"),
        ("src/project", "src/{{Name}}/{{Name}}.csproj"),
        ("src/Project.cs", "src/{{Name}}/Project.cs"),
        ("src/OrdersEtl.dag.cs", "src/{{Name}}/OrdersEtl.dag.cs"),
        ("tests/project", "tests/{{Name}}.Tests/{{Name}}.Tests.csproj"),
        ("tests/OrdersEtlTests.cs", "tests/{{Name}}.Tests/OrdersEtlTests.cs"),
    ];

    private readonly string _name;

    /// <param name="name">Becomes the namespace too.</param>
    /// <param name="parent">Where the project's folder is made.</param>
    /// <exception cref="ToolException">The name is no namespace, or a folder of that name holds something.</exception>
    public NewProject(string name, string parent)
    {
        if (!Namespace().IsMatch(name))
        {
            throw new ToolException(
                ExitCode.Usage, $"The name is '{name}'. Give letters, digits, '_' and '.', each part beginning with a letter: Orders.Etl.");
        }

        _name = name;
        Folder = Path.Combine(Path.GetFullPath(parent), name);
        if (Directory.Exists(Folder) && Directory.EnumerateFileSystemEntries(Folder).Any())
        {
            throw new ToolException(
                ExitCode.Usage, $"The folder '{Folder}' is not empty, and nothing in it was changed. Give another name.");
        }
    }

    public string Folder { get; }

    public void Write(WindtunnelPackages packages)
    {
        foreach ((string template, string path) in Files)
        {
            Write(template, path, packages);
        }

        if (packages.Source is not null)
        {
            Write("nuget.config", "nuget.config", packages);
        }
    }

    private void Write(string template, string path, WindtunnelPackages packages)
    {
        string file = Path.Combine(Folder, Filled(path, packages));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using Stream stream = typeof(NewProject).Assembly.GetManifestResourceStream($"Templates/{template}.template")!;
        using var reader = new StreamReader(stream);
        File.WriteAllText(file, Filled(reader.ReadToEnd(), packages));
    }

    private string Filled(string text, WindtunnelPackages packages) => text
        .Replace("{{Name}}", _name, StringComparison.Ordinal)
        .Replace("{{Version}}", packages.Version, StringComparison.Ordinal)
        .Replace("{{Source}}", packages.Source, StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z]\w*(\.[A-Za-z]\w*)*\z")]
    private static partial Regex Namespace();
}
