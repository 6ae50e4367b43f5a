namespace Windtunnel.Engine;

/// <summary>Parks a task on a person's answer and takes the answer in. §9.3.</summary>
internal static class HumanQuestions
{
    public static Ending Run(AttemptStint stint, HumanInput question)
    {
        switch (stint.Host.ResumedWith)
        {
            case null:
                return new Ending.AsksHuman(stint.Row.Run.Now + question.ResponseTimeout);
            case HumanAnswer answer:
                Check(question, answer);
                return Bodies.Success(stint, answer);
            case Exception failure:
                throw failure;
            case var other:
                throw new InvalidOperationException($"A person's answer was expected, but a {other.GetType().Name} came.");
        }
    }

    private static void Check(HumanInput question, HumanAnswer answer)
    {
        if (answer.ChosenOptions.FirstOrDefault(option => !question.Options.Contains(option)) is { } unknown)
        {
            throw new HumanInputException($"The answer '{unknown}' to '{question.Subject}' is not one of: {string.Join(", ", question.Options)}.");
        }

        if (!question.Multiple && answer.ChosenOptions.Length > 1)
        {
            throw new HumanInputException($"'{question.Subject}' takes one option, but {answer.ChosenOptions.Length} were chosen.");
        }
    }
}
