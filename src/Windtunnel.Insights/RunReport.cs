using System.Text;
using Windtunnel.Insights.Reports;

namespace Windtunnel.Insights;

/// <summary>The report of one run: a single HTML file that opens from disk, needs no network, and holds all that the run's journal
/// tells.</summary>
public static class RunReport
{
    /// <summary>Writes the report. A file of that name is replaced. The same run gives the same bytes.</summary>
    /// <param name="run">What to report.</param>
    /// <param name="path">The HTML file; its folder is made when it does not exist.</param>
    /// <param name="journalPath">Where the run's journal lies, for the command that replays it; null: the command runs the DAG
    /// again.</param>
    /// <returns>A line for <see cref="ReportIndex"/>.</returns>
    public static RunSummary Write(Run run, string path, string? journalPath = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string page = RunPage.Render(run, journalPath);
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return RunSummary.Of(run, full);
    }
}
