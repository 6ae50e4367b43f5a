using System.Diagnostics;
using System.Text.Json;

namespace Windtunnel.Environments;

/// <summary>Where environments are noted that are kept between runs.</summary>
/// <remarks>
/// <code>
/// ROOT/warm/NAME.json     what is kept, and of what it was made
/// ROOT/warm/NAME.lock     locked while a process uses or makes it
/// ROOT/OWNER.lock         locked by the keeper, a process of its own, which ends what was idle for too long
/// ROOT/OWNER/stop         the keeper ends it
/// </code>
/// </remarks>
internal sealed class WarmRoot
{
    private const string Extension = ".json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private const int Tries = 5;

    private readonly LeaseRoot _root;

    public WarmRoot(LeaseRoot root)
    {
        _root = root;
        LeaseRoot.CreateFolder(Folder);
    }

    public IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);

    private string Folder => Path.Combine(_root.Folder, "warm");

    public string RecordOf(string name) => Path.Combine(Folder, name + Extension);

    public string LockOf(string name) => Path.Combine(Folder, name + ".lock");

    public static string StopOf(LeaseRoot root, string owner) => Path.Combine(root.FolderOf(owner), "stop");

    /// <summary>Null: another process uses it.</summary>
    public FileStream? TryUse(string name)
    {
        for (int tried = 0; tried < Tries; tried++)
        {
            if (LeaseRoot.TryLock(LockOf(name)) is { } held)
            {
                return held;
            }

            // A keeper, or a list, looks for a moment.
            Thread.Sleep(Pause);
        }

        return null;
    }

    /// <summary>What is kept under a name; null: nothing, or its keeper died, which the next reaper clears away.</summary>
    public WarmRecord? Find(string name)
    {
        string file = RecordOf(name);
        if (!File.Exists(file) || JsonSerializer.Deserialize(File.ReadAllText(file), WarmJson.Default.WarmRecord) is not { } record)
        {
            return null;
        }

        using FileStream? dead = LeaseRoot.TryLock(_root.LockOf(record.Owner), FileMode.Open);
        return dead is null && File.Exists(_root.LockOf(record.Owner)) ? record : null;
    }

    public async Task WriteAsync(WarmRecord record, CancellationToken cancellation)
    {
        File.Delete(RecordOf(record.Name));
        string json = JsonSerializer.Serialize(record, WarmJson.Default.WarmRecord);
        await SecretFile.WriteAsync(RecordOf(record.Name), json, cancellation).ConfigureAwait(false);
    }

    /// <summary>Its idle time begins again.</summary>
    public void Touch(string name)
    {
        if (File.Exists(RecordOf(name)))
        {
            File.SetLastWriteTimeUtc(RecordOf(name), TimeProvider.System.GetUtcNow().UtcDateTime);
        }
    }

    /// <summary>Ends it and waits until nothing of it is left.</summary>
    public void Stop(WarmRecord record)
    {
        File.Delete(RecordOf(record.Name));
        if (Directory.Exists(_root.FolderOf(record.Owner)))
        {
            File.WriteAllText(StopOf(_root, record.Owner), "");
        }

        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && File.Exists(_root.LockOf(record.Owner)); Thread.Sleep(Pause))
        {
            Reaper.TryReap(_root, record.Owner);
        }
    }
}
