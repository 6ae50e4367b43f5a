namespace Windtunnel.Cli.Json;

/// <summary>One link of an explanation.</summary>
internal sealed record StepJson(string Task, int MapIndex, string State, string Text)
{
    public static StepJson Of(ExplanationStep step) => new(step.TaskId, step.MapIndex, step.State.ToAirflow(), step.Text);
}
