namespace Windtunnel;

/// <summary>Which texts of an entry are masked: all but the fixed words of the format and the ids of DAGs, groups, tasks and connections,
/// which come from the code and tie the entries together.</summary>
internal static class EntryMasking
{
    public static JournalEntry Mask(JournalEntry entry, SecretMask mask) => entry switch
    {
        XComPushed e => Mask(e, mask),
        TaskLogged e => e with { Message = mask.Apply(e.Message), Error = Mask(e.Error, mask) },
        TaskEnded e => e.Error is null ? e : e with { Error = Mask(e.Error, mask) },
        TaskLabeled e => e with { Label = mask.Apply(e.Label) },
        CountRecorded e => e with { Name = mask.Apply(e.Name) },
        FaultApplied e => e with { Fault = mask.Apply(e.Fault), Call = mask.Apply(e.Call) },
        TaskDecided e => e with { Cause = Mask(e.Cause, mask) },
        TaskWaiting e => e with { Cause = Mask(e.Cause, mask) },
        CallbackRan e => e.Error is null ? e : e with { Error = Mask(e.Error, mask) },
        FindingMade e => e with { Text = mask.Apply(e.Text) },
        RunEnded e => e with { Reason = mask.Apply(e.Reason) },
        RunCreated e => Mask(e, mask),
        DagChanged e => e with { Dag = Mask(e.Dag, mask) },
        AssetEventEmitted e => e with
        {
            Name = mask.Apply(e.Name),
            Uri = mask.Apply(e.Uri),
            Extra = Json(e.Extra, mask),
            PartitionKey = Text(e.PartitionKey, mask),
        },
        UnknownEntry e => e with { Text = mask.ApplyToJson(e.Text) },
        _ => entry,
    };

    private static XComPushed Mask(XComPushed entry, SecretMask mask)
    {
        string key = mask.Apply(entry.Key);
        string value = mask.ApplyToJson(UnderKey(entry.Key, entry.Value));
        return ReferenceEquals(key, entry.Key) && ReferenceEquals(value, entry.Value) ? entry : entry with { Key = key, Value = value };
    }

    private static RunCreated Mask(RunCreated entry, SecretMask mask) => entry with
    {
        RunId = mask.Apply(entry.RunId),
        Order = Text(entry.Order, mask),
        Target = mask.Apply(entry.Target),
        Conf = Json(entry.Conf, mask),
        Params = Json(entry.Params, mask),
        PartitionKey = Text(entry.PartitionKey, mask),
        Dag = Mask(entry.Dag, mask),
    };

    private static DagOutline Mask(DagOutline dag, SecretMask mask) => dag with
    {
        DisplayName = Text(dag.DisplayName, mask),
        Doc = Text(dag.Doc, mask),
        Tags = [.. dag.Tags.Select(mask.Apply)],
        Tasks = dag.Tasks.Any(task => task.Doc is not null)
            ? [.. dag.Tasks.Select(task => task.Doc is null ? task : task with { Doc = mask.Apply(task.Doc) })]
            : dag.Tasks,
    };

    private static TaskError? Mask(TaskError? error, SecretMask mask) =>
        error is null ? null : new TaskError(mask.Apply(error.Type), mask.Apply(error.Message), Text(error.Stack, mask));

    private static Cause Mask(Cause cause, SecretMask mask) =>
        cause.Detail is null ? cause : cause with { Detail = mask.Apply(cause.Detail) };

    private static string? Text(string? text, SecretMask mask) => text is null ? null : mask.Apply(text);

    private static string? Json(string? json, SecretMask mask) => json is null ? null : mask.ApplyToJson(json);

    // An XCom named api_token is as secret as an object's member of that name.
    private static string UnderKey(string key, string value) =>
        value.StartsWith('"') && SensitiveKeys.Contains(key) ? $"\"{SecretMask.Replacement}\"" : value;
}
