using System.Collections.Immutable;

namespace Windtunnel;

public abstract partial class TaskScope
{
    /// <summary>Adds a task that asks a person and is parked, without a slot, until there is an answer. Airflow's
    /// <c>HITLOperator</c>.</summary>
    /// <param name="id">The task id, without the ids of groups.</param>
    /// <param name="question">What is asked; its <see cref="HumanInput.Options"/> may not be empty.</param>
    /// <param name="spec">How it is run; null: as the DAG's defaults say.</param>
    public TaskRef<HumanAnswer> AskHuman(string id, HumanInput question, TaskSpec? spec = null) =>
        Add<HumanAnswer>(DefineHuman(id, TaskKind.HumanInput, question, spec));

    /// <summary>Adds a task that asks a person for values: the question's params. Airflow's <c>HITLEntryOperator</c>.</summary>
    /// <param name="id">The task id, without the ids of groups.</param>
    /// <param name="form">What is asked; without options it has the option OK, which is also its default.</param>
    /// <param name="spec">How it is run; null: as the DAG's defaults say.</param>
    public TaskRef<HumanAnswer> HumanEntry(string id, HumanInput form, TaskSpec? spec = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        return AskHuman(id, form.Options.IsEmpty ? form with { Options = HumanInput.Ok, Defaults = HumanInput.Ok } : form, spec);
    }

    /// <summary>Adds a task that asks a person to approve. Rejected, it succeeds and what follows it is skipped. Airflow's
    /// <c>ApprovalOperator</c>.</summary>
    /// <param name="id">The task id, without the ids of groups.</param>
    /// <param name="question">What is to be approved. Its options are Approve and Reject.</param>
    /// <param name="spec">How it is run; null: as the DAG's defaults say.</param>
    /// <param name="failOnReject">True: a rejection fails the try instead. Default false.</param>
    /// <param name="ignoreDownstreamTriggerRules">True: a rejection skips everything downstream. False, the default: the direct downstream
    /// tasks.</param>
    public TaskRef<HumanAnswer> Approval(
        string id, HumanInput question, TaskSpec? spec = null, bool failOnReject = false, bool ignoreDownstreamTriggerRules = false)
    {
        ArgumentNullException.ThrowIfNull(question);
        HumanInput fixedQuestion = question with { Options = HumanInput.ApproveOrReject, Multiple = false };
        TaskRef<HumanAnswer> task = Add<HumanAnswer>(DefineHuman(id, TaskKind.Approval, fixedQuestion, spec) with
        {
            FailOnReject = failOnReject,
            IgnoreDownstreamTriggerRules = ignoreDownstreamTriggerRules,
        });
        if (!question.Options.IsEmpty || question.Multiple)
        {
            Dag.Report(HumanRules.FixedOptions(task, question));
        }

        return task;
    }

    /// <summary>Adds a task that lets a person choose what is followed; its other direct downstream tasks are skipped. Airflow's
    /// <c>HITLBranchOperator</c>.</summary>
    /// <param name="id">The task id, without the ids of groups.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="optionsMapping">The id of the task or group that an option stands for. Null, or for an option it lacks: the option is
    /// that id.</param>
    /// <param name="spec">How it is run; null: as the DAG's defaults say.</param>
    public TaskRef HumanBranch(
        string id, HumanInput question, IReadOnlyDictionary<string, string>? optionsMapping = null, TaskSpec? spec = null) =>
        Add(DefineHuman(id, TaskKind.HumanBranch, question, spec) with
        {
            OptionsMapping = optionsMapping?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty,
        });

    private TaskDefinition DefineHuman(string id, TaskKind kind, HumanInput question, TaskSpec? spec)
    {
        ArgumentNullException.ThrowIfNull(question);
        return new()
        {
            LocalId = id,
            Kind = kind,
            Spec = Dag.Resolve(spec),
            ResultType = kind == TaskKind.HumanBranch ? null : typeof(HumanAnswer),
            HumanInput = question,
        };
    }
}
