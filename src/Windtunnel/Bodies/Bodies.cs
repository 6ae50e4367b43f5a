using System.Text.Json;

namespace Windtunnel;

/// <summary>Runs one stint of a task according to its kind. §2.5, §9.</summary>
internal static class Bodies
{
    public static async ValueTask<Ending> RunAsync(IBodyStint stint)
    {
        try
        {
            return await RunKindAsync(stint);
        }
        finally
        {
            await stint.Context.SettleAsync();
        }
    }

    /// <summary>Turns what a body returned into what is handed on.</summary>
    public static Ending.Succeeded Success(IBodyStint stint, object? value) => new(ToXCom(stint, value));

    private static ValueTask<Ending> RunKindAsync(IBodyStint stint)
    {
        TaskDefinition definition = stint.Context.Task.Definition;
        return definition.Kind switch
        {
            TaskKind.Sensor => SensorLoop.RunAsync(stint, definition.Sensor!),
            TaskKind.HumanInput or TaskKind.Approval or TaskKind.HumanBranch => new(HumanQuestions.Run(stint, definition)),
            TaskKind.LatestOnly => new(LatestOnly.Run(stint)),
            TaskKind.Deferrable => DeferrableAsync(stint, definition),
            TaskKind.Empty => new(new Ending.Succeeded(null)),
            TaskKind.Branch => BranchAsync(stint, definition),
            TaskKind.ShortCircuit => ShortCircuitAsync(stint, definition),
            _ => PlainAsync(stint, definition),
        };
    }

    private static async ValueTask<Ending> PlainAsync(IBodyStint stint, TaskDefinition definition)
    {
        object? value = await definition.Body!(stint.Context);
        XComValue? result = ToXCom(stint, value);
        MapSourceChecks.Check(stint, result);
        if (definition.Spec.MultipleOutputs && result is not null)
        {
            MultipleOutputs.Push(stint, result);
        }

        return new Ending.Succeeded(result);
    }

    private static async ValueTask<Ending> BranchAsync(IBodyStint stint, TaskDefinition definition)
    {
        var follow = (Follow?)await definition.Body!(stint.Context);
        return BranchAnswers.Resolve(stint, follow ?? Follow.None);
    }

    private static async ValueTask<Ending> ShortCircuitAsync(IBodyStint stint, TaskDefinition definition)
    {
        bool goesOn = (bool)(await definition.Body!(stint.Context))!;
        XComValue result = new(goesOn ? "true"u8.ToArray() : "false"u8.ToArray());
        return new Ending.Succeeded(result, goesOn ? null : new SkipRequest(null));
    }

    private static async ValueTask<Ending> DeferrableAsync(IBodyStint stint, TaskDefinition definition)
    {
        switch (stint.Context.Host.ResumedWith)
        {
            case null:
                return new Ending.WasDeferred((Deferral)(await definition.Body!(stint.Context))!);
            case Exception failure:
                throw failure;
            default:
                return Success(stint, await definition.Resume!(stint.Context));
        }
    }

    private static XComValue? ToXCom(IBodyStint stint, object? value)
    {
        Type? type = stint.Context.Task.Definition.ResultType;
        return value is null || type is null
            ? null
            : new XComValue(JsonSerializer.SerializeToUtf8Bytes(value, stint.Context.Host.Json.GetTypeInfo(type)));
    }
}
