using System.Globalization;
using Windtunnel.Airflow;

namespace Windtunnel.Cli.Packing;

/// <summary>Words about bundles that several verbs print.</summary>
internal static class BundleText
{
    /// <summary>Reads what a user calls a bundle.</summary>
    /// <exception cref="ToolException">There is no such file.</exception>
    public static BundleFile Read(string path) => File.Exists(path)
        ? BundleFile.Read(path)
        : throw new ToolException(ExitCode.FileProblem, $"There is no file '{path}'. Give a bundle; 'windtunnel pack' makes one.");

    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    public static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
