using System.Text;
using Windtunnel.Insights.Reports;

namespace Windtunnel.Insights;

/// <summary>The page that lists the reports of many runs.</summary>
public static class ReportIndex
{
    /// <summary>Writes <c>index.html</c>, which links to each report by its path relative to <paramref name="directory"/>.</summary>
    /// <param name="runs">What <see cref="RunReport.Write"/> returned, in the order in which to list them.</param>
    /// <param name="directory">Made when it does not exist.</param>
    /// <returns>The path of the file.</returns>
    public static string Write(IEnumerable<RunSummary> runs, string directory)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string full = Path.GetFullPath(directory);
        Directory.CreateDirectory(full);
        string path = Path.Combine(full, "index.html");
        File.WriteAllText(path, IndexPage.Render([.. runs], full), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }
}
