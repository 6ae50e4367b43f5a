using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Tells the supervisor how a stint ended: what goes before, one terminal message, and its answer awaited.</summary>
internal sealed class TerminalMessages(
    SupervisorChannel supervisor, StartupDetails startup, AirflowStint stint, AirflowTaskHost host, SecretMask mask, TimeProvider time)
{
    private const int LongestReason = 500;
    private const int BadRequest = 400;

    private readonly TaskRef _task = stint.Context.Task;

    /// <summary>True from the moment at which a terminal message is about to be sent.</summary>
    public bool HasTold { get; private set; }

    /// <summary>The state that the task is in afterwards.</summary>
    public TaskState Send(Ending ending) => ending switch
    {
        Ending.Succeeded succeeded => Succeed(succeeded),
        Ending.SkippedItself => Finish(TaskState.Skipped, "skipped"),
        Ending.Failed failed => Fail(failed),
        Ending.Rescheduled rescheduled => Reschedule(rescheduled.Until),
        Ending.WasDeferred deferred => Defer(deferred.Deferral),
        Ending.AsksHuman question => AskHuman(question.Deadline),
        _ => throw new InvalidOperationException($"{ending} is no end of a stint."),
    };

    private TaskState Succeed(Ending.Succeeded ending)
    {
        bool skips = ending.Follow is { } follow && Skip(follow);
        if (!skips && ending.Result is { } result && _task.Spec.PushResult)
        {
            Push(result);
        }

        (IReadOnlyList<AssetProfile> outlets, JsonText events) = OutletEvents.Of(_task.Spec, host.Announced, startup);
        Tell(new SucceedTask
        {
            EndDate = time.GetUtcNow(),
            TaskOutlets = outlets,
            OutletEvents = events,
            RenderedMapIndex = host.LabelGiven,
        });
        return TaskState.Success;
    }

    /// <summary>With its length although nothing of this bundle may be mapped over it: the same DAG file may hold a task of Python's that
    /// is, and without a length Airflow would fail it and the run.</summary>
    private void Push(XComValue result)
    {
        int? length = stint.IsMapSource ? result.Length
            : startup.Ti.MapIndex < 0 ? MappableLength.Of(result.Utf8, stint.MaxMapLength)
            : null;
        try
        {
            host.Push("return_value", result, length);
        }
        catch (SupervisorException e) when (e.Status == BadRequest && length is not null && !stint.IsMapSource)
        {
            // The deployment allows fewer; nobody may want to map over it.
            host.Push("return_value", result);
        }
    }

    private bool Skip(SkipRequest request)
    {
        Skips skips = Skips.Of(_task, request);
        if (skips.Memory is { } memory)
        {
            host.Push(SkipMemory.Key, memory.ToXCom());
        }

        if (startup.Ti.MapIndex >= 0 || skips.Targets.Count == 0)
        {
            return false;
        }

        supervisor.Ask(new SkipDownstreamTasks { Tasks = JsonText.Of($"[{string.Join(',', skips.Targets.SelectMany(Names))}]") });
        return true;
    }

    /// <summary>By its id, an instance without a map index is meant. The scheduler reads what a branch remembers for Python's operators
    /// only, so instances that are there from the start are named one by one.</summary>
    private IEnumerable<string> Names(TaskRef target)
    {
        string id = ParamValue.Of(target.Id).Json;
        Mapping[] mappings = ItemIndexes.MappingsOf(target);
        return mappings.Length > 0 && mappings.All(mapping => mapping.IsLiteral) && target.Upstream.Contains(_task)
            ? Enumerable.Range(0, mappings.Aggregate(1, (length, mapping) => length * (mapping.Length(_ => null) ?? 0)))
                .Select(index => $"[{id},{index}]")
            : [id];
    }

    private TaskState Finish(TaskState state, string name)
    {
        Tell(new Protocol.TaskState { State = name, EndDate = time.GetUtcNow(), RenderedMapIndex = host.LabelGiven });
        return state;
    }

    /// <summary>Airflow would repeat a task for ever whose retry it is told although none is left.</summary>
    private TaskState Fail(Ending.Failed failed)
    {
        if (!failed.MayRetry || !startup.TiContext.ShouldRetry)
        {
            return Finish(TaskState.Failed, "failed");
        }

        // Airflow's database takes no U+0000, and the retry would be refused for it.
        string reason = mask.Apply(failed.Error.Message).Replace('\0', '\uFFFD');
        Tell(new RetryTask
        {
            EndDate = time.GetUtcNow(),
            RenderedMapIndex = host.LabelGiven,
            RetryDelaySeconds = failed.Delay?.TotalSeconds,
            RetryReason = reason.Length <= LongestReason ? reason : Cut(reason),
        });
        return TaskState.UpForRetry;
    }

    private TaskState Reschedule(DateTimeOffset until)
    {
        Tell(new RescheduleTask { RescheduleDate = until, EndDate = time.GetUtcNow() });
        return TaskState.UpForReschedule;
    }

    private TaskState Defer(Deferral deferral)
    {
        PythonTrigger trigger = deferral.Trigger switch
        {
            PythonTrigger python => python,
            TimeTrigger moment => PythonTrigger.ForMoment(moment.Moment),
            DagRunTrigger run => PythonTrigger.ForRun(run),
            var other => throw new TaskDeferralException(
                $"The trigger '{other}' is known to the embedded engine only. Defer with a PythonTrigger or with Trigger.At."),
        };
        Tell(new DeferTask
        {
            Classpath = trigger.ClassName,
            TriggerKwargs = JsonText.Of(PythonValue.Dict(trigger.Arguments).Json),
            TriggerTimeout = deferral.Timeout,
            NextMethod = Resumption.Method,
            RenderedMapIndex = host.LabelGiven,
        });
        return TaskState.Deferred;
    }

    private TaskState AskHuman(DateTimeOffset? deadline)
    {
        HumanInput question = _task.Definition.HumanInput!;
        supervisor.Ask(new CreateHITLDetailPayload
        {
            TiId = startup.Ti.Id,
            Options = question.Options,
            Subject = question.Subject,
            Body = question.Body,
            Defaults = question.Defaults.IsEmpty ? null : question.Defaults,
            Multiple = question.Multiple,
            Params = JsonText.Of($"{{{string.Join(',', question.Params.Select(Entry))}}}"),
        });
        Tell(new AwaitInputTask
        {
            NextMethod = Resumption.Method,
            Timeout = deadline - time.GetUtcNow(),
            RenderedMapIndex = host.LabelGiven,
        });
        return TaskState.Deferred;
    }

    private void Tell(Message terminal)
    {
        HasTold = true;
        supervisor.Ask(terminal);
    }

    /// <summary>Never between the halves of a surrogate pair.</summary>
    private static string Cut(string reason) =>
        reason[..(char.IsHighSurrogate(reason[LongestReason - 1]) ? LongestReason - 1 : LongestReason)];

    private static string Entry(Param param)
    {
        string description = ParamValue.Of(param.Description).Json;
        return $"{ParamValue.Of(param.Name).Json}:"
            + $"{{\"value\":{param.DefaultJson ?? "null"},\"description\":{description},\"schema\":{param.WholeSchema()}}}";
    }
}
