namespace Windtunnel.Cli.Runs;

/// <summary>Where things lie under the output folder: the last run of each DAG, and the reports.</summary>
internal sealed class RunFolder(string root)
{
    /// <summary>The directory beside a journal that the run had for itself.</summary>
    public const string FilesName = "files";

    private const string Extension = ".journal.jsonl";

    public string Root { get; } = Path.GetFullPath(root);

    public string Reports => Path.Combine(Root, "report");

    private string Runs => Path.Combine(Root, "runs");

    public string JournalOf(string dagId) => Path.Combine(Runs, dagId, $"{dagId}{Extension}");

    /// <summary>The journal of the last run on a deployment that the embedded run was compared with.</summary>
    public string DeployedJournalOf(string dagId) => Path.Combine(Runs, dagId, $"{dagId}.deployed{Extension}");

    public string ReportOf(string dagId) => Path.Combine(Reports, $"{dagId}.html");

    /// <summary>As <see cref="ReportOf"/> for a last run; for a journal from elsewhere under that journal's name.</summary>
    public string ReportFor(Run run, string journal) => Path.GetFullPath(journal) == JournalOf(run.DagId)
        ? ReportOf(run.DagId)
        : ReportOf(Path.GetFileName(journal).Replace(Extension, "", StringComparison.Ordinal));

    /// <summary>The run's own directory, empty.</summary>
    public DirectoryInfo FilesOf(string dagId)
    {
        DirectoryInfo files = new(Path.Combine(Runs, dagId, FilesName));
        if (files.Exists)
        {
            files.Delete(recursive: true);
        }

        files.Create();
        return files;
    }

    /// <summary>The journals of the last runs, by DAG id.</summary>
    public IReadOnlyList<string> Journals() => Directory.Exists(Runs)
        ? [.. Directory.GetDirectories(Runs).Select(folder => JournalOf(Path.GetFileName(folder))).Where(File.Exists).Order()]
        : [];

    /// <summary>Reads the run that a user means: the path of a journal, or the DAG id, story or run id of a last run.</summary>
    /// <param name="name">What the user said.</param>
    /// <param name="partial">Whether a damaged journal is read as far as it goes.</param>
    /// <exception cref="ToolException">There is none of that name.</exception>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public (Run Run, string Journal) Find(string name, bool partial = false)
    {
        string? journal = File.Exists(name) ? name : File.Exists(JournalOf(name)) ? JournalOf(name) : null;
        if (journal is not null)
        {
            return (Run.Load(journal, partial ? JournalReading.Partial : JournalReading.Complete), journal);
        }

        (Run Run, string Journal)[] readable = [.. Journals().Select(TryLoad).OfType<(Run, string)>()];
        return readable.Where(found => name == found.Run.Outline.DisplayName || name == found.Run.RunId).Take(1).ToArray() is [var only]
            ? only
            : throw Unknown(name, readable.Select(found => found.Run));
    }

    private static (Run Run, string Journal)? TryLoad(string journal)
    {
        try
        {
            return (Run.Load(journal), journal);
        }
        catch (JournalException)
        {
            // Another run was asked for; the one who asks for this one hears of its damage.
            return null;
        }
    }

    private ToolException Unknown(string name, IEnumerable<Run> runs)
    {
        string[] known = [.. runs.Select(run => run.Outline.DisplayName ?? run.DagId)];
        return new(ExitCode.Usage, known.Length == 0
            ? $"There is no journal '{name}', and no run under '{Runs}' yet. Give a journal's path, or run a DAG: windtunnel run STORY."
            : $"There is no journal '{name}', and no run of that name under '{Runs}'. {NearestNames.Suggest(name, known)}");
    }
}
