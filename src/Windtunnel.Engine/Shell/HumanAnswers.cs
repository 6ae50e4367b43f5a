namespace Windtunnel.Engine;

/// <summary>Gives the answers that the run's request holds ready, or the defaults when nobody answers in time. §9.3.</summary>
internal static class HumanAnswers
{
    public static void Expect(Simulation simulation, Row row)
    {
        TaskDefinition definition = row.Task.Task.Definition;
        TimeSpan? timeout = HumanQuestions.TimeoutOf(definition);
        if (simulation.World.Answers.TryGetValue(row.Task.Id, out ScriptedAnswer? script) && !(script.After > timeout))
        {
            Give(simulation, row, script);
        }
        else if (timeout is { } limit)
        {
            Resume(simulation, row, limit, at => OnTimeout(definition.HumanInput!, limit, at));
        }
    }

    /// <summary>The instances of a task that wait for a person.</summary>
    public static IEnumerable<Row> Asking(RunCore run, TaskKey task) => run.Plan.ById.TryGetValue(task.TaskId, out TaskPlan? plan)
        ? run.Of(plan).All.Where(row => row.State == TaskState.AwaitingInput && row.MapIndex == (task.MapIndex ?? row.MapIndex))
        : [];

    public static void Give(Simulation simulation, Row row, ScriptedAnswer answer) => Resume(simulation, row, answer.After, answer.At);

    /// <summary>Resumes the row, unless it has been answered by then: what it asks later is another question.</summary>
    private static void Resume(Simulation simulation, Row row, TimeSpan after, Func<DateTimeOffset, object> with)
    {
        VirtualClock clock = simulation.Clock;
        (int, int) asked = (row.Try, row.Stint);
        clock.At(clock.Now + after, () =>
        {
            if ((row.Try, row.Stint) == asked)
            {
                simulation.Core.Resume(row, with(clock.Now), clock.Now);
            }
        });
    }

    private static object OnTimeout(HumanInput question, TimeSpan timeout, DateTimeOffset now) => question.Defaults.IsEmpty
        ? new HumanInputException($"Nobody answered '{question.Subject}' within {timeout}.")
        : new HumanAnswer { ChosenOptions = question.Defaults, RespondedAt = now };
}
