using System.Reflection;
using System.Security;
using Windtunnel.Cli.Scaffolding;

namespace Windtunnel.Cli.Packing;

/// <summary>The executable around a class library with DAGs: a project of two files, written beside the library's own build.</summary>
internal static class EntryPoint
{
    /// <returns>The path of the written project.</returns>
    public static string Write(ProjectFacts project, PropertyInfo bundle)
    {
        string folder = Directory.CreateDirectory(project.PackingFolder).FullName;
        string file = Path.Combine(folder, $"{project.AssemblyName}.Bundle.csproj");
        Write(file, Project(project));
        string type = bundle.DeclaringType!.FullName!.Replace('+', '.');
        Write(
            Path.Combine(folder, "Program.cs"),
            "// Written by `windtunnel pack`.\n"
                + $"return await Windtunnel.Airflow.BundleProgram.RunAsync(args, () => global::{type}.Dags);\n");
        return file;
    }

    /// <summary>Only what has changed, so that a second packing compiles nothing.</summary>
    private static void Write(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }

    private static string Project(ProjectFacts project) => $"""
        <!-- Written by `windtunnel pack`. -->
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <PublishAot>true</PublishAot>
            <RuntimeIdentifier>{ProjectFacts.RuntimeIdentifier}</RuntimeIdentifier>
            <!-- A worker has no data of cultures. -->
            <InvariantGlobalization>true</InvariantGlobalization>
            <ConcurrentGarbageCollection>false</ConcurrentGarbageCollection>
            <!-- A body waits for others more than it computes, and a worker has no library for QUIC. -->
            <OptimizationPreference>Size</OptimizationPreference>
            <Http3Support>false</Http3Support>
            <!-- Each warning, and where it comes from. -->
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
            <RunAnalyzers>false</RunAnalyzers>
            <IsPackable>false</IsPackable>
            <!-- What the folders above say about packages is meant for the project itself. -->
            <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
            <RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>
            <RestoreLockedMode>false</RestoreLockedMode>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="{Escaped(project.File)}" />
            {RuntimeReference(project)}
            <!-- The same inputs give the same bytes wherever they lie. -->
            <LinkerArg Include="-Wl,--build-id=none" />
          </ItemGroup>
          {ImportOfRepository(project)}
          <Target Name="EmbedNativeLibraries" AfterTargets="ResolvePackageAssets" BeforeTargets="AssignTargetPaths">
            <ItemGroup>
              <Carried Include="@(NativeCopyLocalItems->'$(IntermediateOutputPath)native/%(Filename)%(Extension).gz')" Of="%(FullPath)" />
            </ItemGroup>
            <MakeDir Directories="$(IntermediateOutputPath)native" />
            <!-- Without the condition it would be run once for none. -->
            <Exec Condition="'@(Carried)' != ''" Command="gzip -9 -n -c '%(Carried.Of)' &gt; '%(Carried.Identity)'" />
            <ItemGroup>
              <EmbeddedResource Include="@(Carried)" LogicalName="native/%(Filename)%(Extension)" WithCulture="false" />
            </ItemGroup>
          </Target>
        </Project>

        """;

    private static string RuntimeReference(ProjectFacts project) => SourceOfRuntime(project) is { } source
        ? $"""<ProjectReference Include="{Escaped(Path.Combine(source, "Windtunnel.Airflow.csproj"))}" />"""
        : $"""<PackageReference Include="Windtunnel.Airflow" Version="{project.Windtunnel ?? WindtunnelPackages.ToolVersion}" />""";

    /// <summary>What comes with the package by itself.</summary>
    private static string ImportOfRepository(ProjectFacts project) => SourceOfRuntime(project) is { } source
        ? $"""<Import Project="{Escaped(Path.Combine(source, "build", "Windtunnel.Airflow.targets"))}" />"""
        : "";

    private static string? SourceOfRuntime(ProjectFacts project) =>
        project.WindtunnelSources is { } sources ? Path.Combine(sources, "Windtunnel.Airflow") : null;

    private static string Escaped(string path) => SecurityElement.Escape(path);
}
