namespace Windtunnel.Engine;

/// <summary>What the bodies of a DAG were seen to reach for. It is learned while orders are visited.</summary>
internal sealed class SharedResources
{
    private readonly Dictionary<string, HashSet<string>> _byTask = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _users = new(StringComparer.Ordinal);

    /// <summary>Grows when a resource is found to be shared in a way that was not known before.</summary>
    public int Version { get; private set; }

    /// <summary>The first task whose body drew from its chance; null while none did.</summary>
    public string? Draws { get; private set; }

    public void Add(TaskPlan user, ResourceKind kind, string name)
    {
        string task = user.Id;
        if (kind == ResourceKind.Chance)
        {
            Draws ??= task;
            return;
        }

        string resource = $"{kind} {name}";
        if (kind == ResourceKind.XCom)
        {
            // Whoever makes an XCom need not reach for it.
            Note(name, resource, isMapped: false);
        }

        Note(task, resource, user.IsMapped);
    }

    public IReadOnlyCollection<string> Of(string task) => _byTask.GetValueOrDefault(task) ?? (IReadOnlyCollection<string>)[];

    public IReadOnlyCollection<string> UsersOf(string resource) => _users[resource];

    private void Note(string task, string resource, bool isMapped)
    {
        if (For(_byTask, task).Add(resource))
        {
            HashSet<string> users = For(_users, resource);
            users.Add(task);
            Version += users.Count > 1 || isMapped ? 1 : 0;
        }
    }

    private static HashSet<string> For(Dictionary<string, HashSet<string>> sets, string key) =>
        sets.TryGetValue(key, out HashSet<string>? set) ? set : sets[key] = new(StringComparer.Ordinal);
}
