namespace Windtunnel.Engine;

/// <summary>Gives the answers that the run's request holds ready, or the defaults when nobody answers in time. §9.3.</summary>
internal static class HumanAnswers
{
    public static void Expect(Simulation simulation, Scheduler core, Row row)
    {
        HumanInput question = row.Task.Task.Definition.HumanInput!;
        VirtualClock clock = simulation.Clock;
        if (simulation.World.Answers.TryGetValue(row.Task.Id, out ScriptedAnswer? script)
            && !(script.After > HumanQuestions.TimeoutOf(row.Task.Task.Definition)))
        {
            clock.At(clock.Now + script.After, () => core.Resume(row, script.At(clock.Now), clock.Now));
            return;
        }

        if (HumanQuestions.TimeoutOf(row.Task.Task.Definition) is { } timeout)
        {
            clock.At(clock.Now + timeout, () => core.Resume(row, OnTimeout(question, timeout, clock.Now), clock.Now));
        }
    }

    private static object OnTimeout(HumanInput question, TimeSpan timeout, DateTimeOffset now) => question.Defaults.IsEmpty
        ? new HumanInputException($"Nobody answered '{question.Subject}' within {timeout}.")
        : new HumanAnswer { ChosenOptions = question.Defaults, RespondedAt = now };
}
