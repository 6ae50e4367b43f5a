using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>What a task is resumed with: its trigger's event, a person's answer, or why there is none.</summary>
internal static class Resumption
{
    /// <summary>The method that a parked task is to be resumed at; Airflow hands it back.</summary>
    public const string Method = "resume";

    // What Airflow hands back instead when the trigger failed or ran out of time.
    private const string FailMethod = "__fail__";

    /// <summary>Null in a first stint.</summary>
    public static object? Of(StartupDetails startup, TaskRef task)
    {
        TIRunContext context = startup.TiContext;
        if (context.NextMethod is not { } method)
        {
            return null;
        }

        bool isHuman = task.Definition.HumanInput is not null;
        JsonElement arguments = PythonValues.ToPlainJson(context.NextKwargs).ToElement();
        if (method == FailMethod)
        {
            string error = Text(arguments, "error") ?? "no reason was given";
            return isHuman
                ? new HumanInputException($"Nobody answered: {error}.")
                : new TaskDeferralException($"The trigger failed: {error}.");
        }

        JsonElement answer = default;
        if (arguments.ValueKind == JsonValueKind.Object)
        {
            arguments.TryGetProperty("event", out answer);
        }

        return isHuman ? Answer(answer, task.Definition.HumanInput!) : new TriggerEvent(answer);
    }

    private static object Answer(JsonElement answer, HumanInput question)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("chosen_options", out JsonElement chosen)
            || chosen.ValueKind != JsonValueKind.Array)
        {
            string said = answer.ValueKind == JsonValueKind.Undefined ? "nothing" : answer.GetRawText();
            return new HumanInputException($"'{question.Subject}' was answered with {said}, which names no options.");
        }

        string[] options = [.. chosen.EnumerateArray().Select(option => option.ToString())];
        bool isLate = answer.TryGetProperty("timedout", out JsonElement late) && late.ValueKind == JsonValueKind.True;
        return isLate && options.Length == 0
            ? new HumanInputException($"Nobody answered '{question.Subject}' in time.")
            : new HumanAnswer
            {
                ChosenOptions = [.. options],
                ParamsInput = answer.TryGetProperty("params_input", out JsonElement given) ? given : default,
                RespondedAt = MomentOf(answer),
                RespondedBy = answer.TryGetProperty("responded_by_user", out JsonElement user) && user.ValueKind == JsonValueKind.Object
                    ? Text(user, "name") ?? Text(user, "id")
                    : null,
            };
    }

    private static DateTimeOffset MomentOf(JsonElement answer) => answer.TryGetProperty("responded_at", out JsonElement at)
        && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out DateTimeOffset moment)
            ? moment
            : default;

    private static string? Text(JsonElement map, string key) =>
        map.ValueKind == JsonValueKind.Object && map.TryGetProperty(key, out JsonElement value) ? value.ToString() : null;
}
