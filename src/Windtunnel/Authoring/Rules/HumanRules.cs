namespace Windtunnel;

/// <summary>What may be asked of a person.</summary>
internal static class HumanRules
{
    public static DagError FixedOptions(TaskRef task, HumanInput question)
    {
        string given = question.Options.IsEmpty ? "Multiple" : "Options";
        return Error(
            task,
            $"It is an approval, whose one answer is Approve or Reject, but {given} was given. Remove {given}, or use HumanBranch.",
            $"Passing {given.ToLowerInvariant()} to ApprovalOperator is not allowed.");
    }

    public static IEnumerable<DagError> HasOptions(Dag dag) =>
        from asked in Asked(dag)
        where asked.Question.Options.IsEmpty
        select Error(asked.Task, "There is no option to answer with. Give Options at least one.", "\"options\" cannot be empty.");

    public static IEnumerable<DagError> DefaultsAreOptions(Dag dag) =>
        from asked in Asked(dag)
        let unknown = asked.Question.Defaults.Except(asked.Question.Options).ToArray()
        where unknown.Length > 0
        select Error(
            asked.Task,
            $"Defaults has {string.Join(", ", unknown)}, but Options has {string.Join(", ", asked.Question.Options)}. "
            + "Take defaults from the options.",
            $"defaults \"{PythonList(asked.Question.Defaults)}\" should be a subset of options \"{PythonList(asked.Question.Options)}\"");

    public static IEnumerable<DagError> OneDefaultForOneChoice(Dag dag) =>
        from asked in Asked(dag)
        where !asked.Question.Multiple && asked.Question.Defaults.Length > 1
        select Error(
            asked.Task,
            $"Defaults has {asked.Question.Defaults.Length} entries, but one option is chosen. Keep one default, or set Multiple.",
            "More than one defaults given when \"multiple\" is set to False.");

    public static IEnumerable<DagError> MappedOptionsExist(Dag dag) =>
        from asked in Asked(dag)
        let unknown = asked.Task.Definition.OptionsMapping.Keys.Except(asked.Question.Options).Order(StringComparer.Ordinal).ToArray()
        where unknown.Length > 0
        select Error(
            asked.Task,
            $"OptionsMapping maps {string.Join(", ", unknown)}, but Options has {string.Join(", ", asked.Question.Options)}. "
            + "Map options that can be chosen.",
            $"`options_mapping` contains keys that are not in `options`: {PythonList(unknown)}");

    private static IEnumerable<(TaskRef Task, HumanInput Question)> Asked(Dag dag) =>
        from task in dag.Tasks
        where task.Definition.HumanInput is not null
        select (task, task.Definition.HumanInput);

    private static DagError Error(TaskRef task, string text, string airflow) =>
        new("human.options", $"Task '{task.Id}'", text) { AirflowMessage = $"ValueError: {airflow}" };

    private static string PythonList(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(item => $"'{item}'"))}]";
}
