using System.Text.Json;

namespace Windtunnel;

/// <summary>Parks a task on a person's answer and takes the answer in. §9.3.</summary>
internal static class HumanQuestions
{
    public static Ending Run(IBodyStint stint, TaskDefinition definition)
    {
        HumanInput question = definition.HumanInput!;
        switch (stint.Context.Host.ResumedWith)
        {
            case null:
                return new Ending.AsksHuman(stint.Now + TimeoutOf(definition));
            case HumanAnswer answer:
                Check(question, answer);
                return Decide(stint, definition, answer with { ParamsInput = ParamsOf(question, answer.ParamsInput) });
            case Exception failure:
                throw failure;
            case var other:
                throw new InvalidOperationException($"A person's answer was expected, but a {other.GetType().Name} came.");
        }
    }

    /// <summary>How long an answer is waited for: as the question says, or else the task's execution timeout. Null: for ever.</summary>
    public static TimeSpan? TimeoutOf(TaskDefinition definition) =>
        definition.HumanInput!.ResponseTimeout ?? definition.Spec.ExecutionTimeout;

    private static Ending.Succeeded Decide(IBodyStint stint, TaskDefinition definition, HumanAnswer answer)
    {
        switch (definition.Kind)
        {
            case TaskKind.HumanBranch:
                string[] ids = [.. answer.ChosenOptions.Select(option => definition.OptionsMapping.GetValueOrDefault(option, option))];
                return BranchAnswers.Resolve(stint, Follow.Only(ids));
            case TaskKind.Approval when !answer.ChosenOptions.Contains("Approve") && definition.FailOnReject:
                string by = answer.RespondedBy ?? "nobody: the default was taken";
                throw new HumanInputException($"'{definition.HumanInput!.Subject}' was rejected by {by}.");
            case TaskKind.Approval when !answer.ChosenOptions.Contains("Approve"):
                return Bodies.Success(stint, answer) with { Follow = new SkipRequest(null) };
            default:
                return Bodies.Success(stint, answer);
        }
    }

    private static void Check(HumanInput question, HumanAnswer answer)
    {
        if (answer.ChosenOptions.FirstOrDefault(option => !question.Options.Contains(option)) is { } unknown)
        {
            throw new HumanInputException(
                $"The answer '{unknown}' to '{question.Subject}' is not one of: {string.Join(", ", question.Options)}.");
        }

        if (!question.Multiple && answer.ChosenOptions.Length > 1)
        {
            throw new HumanInputException($"'{question.Subject}' takes one option, but {answer.ChosenOptions.Length} were chosen.");
        }
    }

    /// <summary>The values given, and the defaults of those that were not.</summary>
    private static JsonElement ParamsOf(HumanInput question, JsonElement given)
    {
        try
        {
            return ParamValues.Parse(RunParams.Of(question, given).ToJson() ?? "{}");
        }
        catch (ParamException e)
        {
            throw new HumanInputException($"The answer to '{question.Subject}' does not fit. {e.Message}");
        }
    }
}
