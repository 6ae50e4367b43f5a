using System.Globalization;
using System.Text;

namespace Windtunnel;

/// <summary>What ids are made of, and that each is used once.</summary>
internal static class IdRules
{
    private const int LongestKey = 250;
    private const int LongestGroupKey = 200;

    public static IEnumerable<DagError> DagId(Dag dag) => Key("dag.id", $"Dag '{dag.Id}'", dag.Id, LongestKey, dotAllowed: true);

    public static IEnumerable<DagError> TaskIds(Dag dag) =>
        dag.Tasks.SelectMany(task => Key("task.id", $"Task '{task.Id}'", task.Id, LongestKey, dotAllowed: true));

    public static IEnumerable<DagError> GroupIds(Dag dag) =>
        dag.Groups.SelectMany(group => Key("group.id", $"Group '{group.Id}'", group.LocalId, LongestGroupKey, dotAllowed: false));

    public static IEnumerable<DagError> DuplicateGroups(Dag dag)
    {
        HashSet<string> seen = [];
        return dag.Groups.Where(group => !seen.Add(group.Id)).Select(group => new DagError(
            "group.duplicate", $"Group '{group.Id}'", "Another group has this id. Give one of them another id.")
        {
            AirflowMessage = $"DuplicateTaskIdFound: group_id '{group.Id}' has already been added to the DAG",
        });
    }

    /// <summary>The ids of a group and of its two join nodes in Airflow's graph are taken for tasks too.</summary>
    public static IEnumerable<DagError> DuplicateTasks(Dag dag)
    {
        Dictionary<string, string> holders = [];
        foreach (TaskGroup group in dag.Groups)
        {
            holders[group.Id] = $"The group '{group.Id}' has this id";
            holders[$"{group.Id}.upstream_join_id"] = $"Airflow draws the group '{group.Id}' with a node of this id";
            holders[$"{group.Id}.downstream_join_id"] = $"Airflow draws the group '{group.Id}' with a node of this id";
        }

        foreach (TaskRef task in dag.Tasks)
        {
            if (!holders.TryAdd(task.Id, "Another task has this id"))
            {
                yield return new("task.duplicate", $"Task '{task.Id}'", $"{holders[task.Id]}. Give one of them another id.")
                {
                    AirflowMessage = $"DuplicateTaskIdFound: Task id '{task.Id}' has already been added to the Dag",
                };
            }
        }
    }

    private static IEnumerable<DagError> Key(string code, string where, string key, int longest, bool dotAllowed)
    {
        int length = key.EnumerateRunes().Count();
        if (length > longest)
        {
            yield return new(code, where, $"The id has {length} characters, at most {longest} are allowed. Shorten it.")
            {
                AirflowMessage = $"ValueError: The key has to be less than {longest} characters, not {length}",
            };
        }
        else if (length == 0 || key.EnumerateRunes().Any(rune => !IsAllowed(rune, dotAllowed)))
        {
            string allowed = dotAllowed ? "letters, digits, '_', '-' and '.'" : "letters, digits, '_' and '-'";
            string kinds = dotAllowed ? "dashes, dots, and underscores" : "dashes and underscores";
            yield return new(code, where, $"The id '{key}' must be made of {allowed}. Rename it.")
            {
                AirflowMessage = $"ValueError: The key '{key}' has to be made of alphanumeric characters, {kinds} exclusively",
            };
        }
    }

    /// <summary>Python's <c>\w</c>: letters and numbers of any script and the underscore, but no combining marks.</summary>
    private static bool IsAllowed(Rune rune, bool dotAllowed) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        || rune.Value is '_' or '-'
        || (dotAllowed && rune.Value == '.');
}
