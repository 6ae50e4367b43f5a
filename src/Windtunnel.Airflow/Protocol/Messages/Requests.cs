// Written by eng/GenerateMessages.cs. Change that, not this. What a task's runtime may send.
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

internal sealed record AwaitInputTask : Message
{
    public override string Type => "AwaitInputTask";

    public TimeSpan? Timeout { get; init; }

    public required string NextMethod { get; init; }

    public JsonText NextKwargs { get; init; } = JsonText.EmptyMap;

    public string? RenderedMapIndex { get; init; }

    public static AwaitInputTask Read(ref MessagePackReader reader)
    {
        TimeSpan? timeoutRead = default;
        string? nextMethodRead = default;
        JsonText nextKwargsRead = default;
        string? renderedMapIndexRead = default;
        int count = WireReader.MapHeader(ref reader, "AwaitInputTask");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "timeout":
                    timeoutRead = WireReader.Duration(ref reader);
                    break;
                case "next_method":
                    nextMethodRead = WireReader.Text(ref reader);
                    break;
                case "next_kwargs":
                    nextKwargsRead = WireReader.Json(ref reader);
                    break;
                case "rendered_map_index":
                    renderedMapIndexRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Timeout = timeoutRead,
            NextMethod = WireReader.Given(nextMethodRead, "AwaitInputTask.next_method"),
            NextKwargs = nextKwargsRead,
            RenderedMapIndex = renderedMapIndexRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3 + (Timeout is null ? 0 : 1) + (NextKwargs.IsMissing ? 0 : 1) + (RenderedMapIndex is null ? 0 : 1));
        writer.WriteString("state"u8);
        writer.WriteString("awaiting_input"u8);
        if (Timeout is not null)
        {
            writer.WriteString("timeout"u8);
            WireWriter.Duration(ref writer, Timeout);
        }

        writer.WriteString("next_method"u8);
        WireWriter.Text(ref writer, NextMethod);
        if (!NextKwargs.IsMissing)
        {
            writer.WriteString("next_kwargs"u8);
            WireWriter.Json(ref writer, NextKwargs);
        }

        if (RenderedMapIndex is not null)
        {
            writer.WriteString("rendered_map_index"u8);
            WireWriter.Text(ref writer, RenderedMapIndex);
        }

        writer.WriteString("type"u8);
        writer.WriteString("AwaitInputTask"u8);
    }
}

internal sealed record ClearAssetStateStoreByName : Message
{
    public override string Type => "ClearAssetStateStoreByName";

    public required string Name { get; init; }

    public static ClearAssetStateStoreByName Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        int count = WireReader.MapHeader(ref reader, "ClearAssetStateStoreByName");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "name":
                    nameRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Name = WireReader.Given(nameRead, "ClearAssetStateStoreByName.name"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("type"u8);
        writer.WriteString("ClearAssetStateStoreByName"u8);
    }
}

internal sealed record ClearAssetStateStoreByUri : Message
{
    public override string Type => "ClearAssetStateStoreByUri";

    public required string Uri { get; init; }

    public static ClearAssetStateStoreByUri Read(ref MessagePackReader reader)
    {
        string? uriRead = default;
        int count = WireReader.MapHeader(ref reader, "ClearAssetStateStoreByUri");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "uri":
                    uriRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Uri = WireReader.Given(uriRead, "ClearAssetStateStoreByUri.uri"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        writer.WriteString("type"u8);
        writer.WriteString("ClearAssetStateStoreByUri"u8);
    }
}

internal sealed record ClearTaskStateStore : Message
{
    public override string Type => "ClearTaskStateStore";

    public required Guid TiId { get; init; }

    public static ClearTaskStateStore Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        int count = WireReader.MapHeader(ref reader, "ClearTaskStateStore");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "ClearTaskStateStore.ti_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("type"u8);
        writer.WriteString("ClearTaskStateStore"u8);
    }
}

internal sealed record CreateHITLDetailPayload : Message
{
    public override string Type => "CreateHITLDetailPayload";

    public required Guid TiId { get; init; }

    public required IReadOnlyList<string> Options { get; init; }

    public required string Subject { get; init; }

    public string? Body { get; init; }

    public IReadOnlyList<string>? Defaults { get; init; }

    public bool? Multiple { get; init; }

    public JsonText Params { get; init; } = JsonText.EmptyMap;

    public IReadOnlyList<HITLUser>? AssignedUsers { get; init; } = [];

    public static CreateHITLDetailPayload Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        IReadOnlyList<string>? optionsRead = default;
        string? subjectRead = default;
        string? bodyRead = default;
        IReadOnlyList<string>? defaultsRead = default;
        bool? multipleRead = default;
        JsonText paramsRead = default;
        IReadOnlyList<HITLUser>? assignedUsersRead = default;
        int count = WireReader.MapHeader(ref reader, "CreateHITLDetailPayload");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                case "options":
                    optionsRead = WireReader.Texts(ref reader);
                    break;
                case "subject":
                    subjectRead = WireReader.Text(ref reader);
                    break;
                case "body":
                    bodyRead = WireReader.Text(ref reader);
                    break;
                case "defaults":
                    defaultsRead = WireReader.Texts(ref reader);
                    break;
                case "multiple":
                    multipleRead = WireReader.Flag(ref reader);
                    break;
                case "params":
                    paramsRead = WireReader.Json(ref reader);
                    break;
                case "assigned_users":
                    assignedUsersRead = WireReader.List(ref reader, HITLUser.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "CreateHITLDetailPayload.ti_id"),
            Options = WireReader.Given(optionsRead, "CreateHITLDetailPayload.options"),
            Subject = WireReader.Given(subjectRead, "CreateHITLDetailPayload.subject"),
            Body = bodyRead,
            Defaults = defaultsRead,
            Multiple = multipleRead,
            Params = paramsRead,
            AssignedUsers = assignedUsersRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4 + (Body is null ? 0 : 1) + (Defaults is null ? 0 : 1) + (Multiple is null ? 0 : 1) + (Params.IsMissing ? 0 : 1) + (AssignedUsers is null ? 0 : 1));
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("options"u8);
        WireWriter.Texts(ref writer, Options);
        writer.WriteString("subject"u8);
        WireWriter.Text(ref writer, Subject);
        if (Body is not null)
        {
            writer.WriteString("body"u8);
            WireWriter.Text(ref writer, Body);
        }

        if (Defaults is not null)
        {
            writer.WriteString("defaults"u8);
            WireWriter.Texts(ref writer, Defaults);
        }

        if (Multiple is not null)
        {
            writer.WriteString("multiple"u8);
            WireWriter.Flag(ref writer, Multiple);
        }

        if (!Params.IsMissing)
        {
            writer.WriteString("params"u8);
            WireWriter.Json(ref writer, Params);
        }

        if (AssignedUsers is not null)
        {
            writer.WriteString("assigned_users"u8);
            WireWriter.List(ref writer, AssignedUsers);
        }

        writer.WriteString("type"u8);
        writer.WriteString("CreateHITLDetailPayload"u8);
    }
}

internal sealed record DeferTask : Message
{
    public override string Type => "DeferTask";

    public required string Classpath { get; init; }

    public JsonText TriggerKwargs { get; init; } = JsonText.EmptyMap;

    public TimeSpan? TriggerTimeout { get; init; }

    public string? Queue { get; init; }

    public required string NextMethod { get; init; }

    public JsonText NextKwargs { get; init; } = JsonText.EmptyMap;

    public string? RenderedMapIndex { get; init; }

    public static DeferTask Read(ref MessagePackReader reader)
    {
        string? classpathRead = default;
        JsonText triggerKwargsRead = default;
        TimeSpan? triggerTimeoutRead = default;
        string? queueRead = default;
        string? nextMethodRead = default;
        JsonText nextKwargsRead = default;
        string? renderedMapIndexRead = default;
        int count = WireReader.MapHeader(ref reader, "DeferTask");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "classpath":
                    classpathRead = WireReader.Text(ref reader);
                    break;
                case "trigger_kwargs":
                    triggerKwargsRead = WireReader.Json(ref reader);
                    break;
                case "trigger_timeout":
                    triggerTimeoutRead = WireReader.Duration(ref reader);
                    break;
                case "queue":
                    queueRead = WireReader.Text(ref reader);
                    break;
                case "next_method":
                    nextMethodRead = WireReader.Text(ref reader);
                    break;
                case "next_kwargs":
                    nextKwargsRead = WireReader.Json(ref reader);
                    break;
                case "rendered_map_index":
                    renderedMapIndexRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Classpath = WireReader.Given(classpathRead, "DeferTask.classpath"),
            TriggerKwargs = triggerKwargsRead,
            TriggerTimeout = triggerTimeoutRead,
            Queue = queueRead,
            NextMethod = WireReader.Given(nextMethodRead, "DeferTask.next_method"),
            NextKwargs = nextKwargsRead,
            RenderedMapIndex = renderedMapIndexRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4 + (TriggerKwargs.IsMissing ? 0 : 1) + (TriggerTimeout is null ? 0 : 1) + (Queue is null ? 0 : 1) + (NextKwargs.IsMissing ? 0 : 1) + (RenderedMapIndex is null ? 0 : 1));
        writer.WriteString("state"u8);
        writer.WriteString("deferred"u8);
        writer.WriteString("classpath"u8);
        WireWriter.Text(ref writer, Classpath);
        if (!TriggerKwargs.IsMissing)
        {
            writer.WriteString("trigger_kwargs"u8);
            WireWriter.Json(ref writer, TriggerKwargs);
        }

        if (TriggerTimeout is not null)
        {
            writer.WriteString("trigger_timeout"u8);
            WireWriter.Duration(ref writer, TriggerTimeout);
        }

        if (Queue is not null)
        {
            writer.WriteString("queue"u8);
            WireWriter.Text(ref writer, Queue);
        }

        writer.WriteString("next_method"u8);
        WireWriter.Text(ref writer, NextMethod);
        if (!NextKwargs.IsMissing)
        {
            writer.WriteString("next_kwargs"u8);
            WireWriter.Json(ref writer, NextKwargs);
        }

        if (RenderedMapIndex is not null)
        {
            writer.WriteString("rendered_map_index"u8);
            WireWriter.Text(ref writer, RenderedMapIndex);
        }

        writer.WriteString("type"u8);
        writer.WriteString("DeferTask"u8);
    }
}

internal sealed record DeleteAssetStateStoreByName : Message
{
    public override string Type => "DeleteAssetStateStoreByName";

    public required string Name { get; init; }

    public required string Key { get; init; }

    public static DeleteAssetStateStoreByName Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? keyRead = default;
        int count = WireReader.MapHeader(ref reader, "DeleteAssetStateStoreByName");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "name":
                    nameRead = WireReader.Text(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Name = WireReader.Given(nameRead, "DeleteAssetStateStoreByName.name"),
            Key = WireReader.Given(keyRead, "DeleteAssetStateStoreByName.key"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("type"u8);
        writer.WriteString("DeleteAssetStateStoreByName"u8);
    }
}

internal sealed record DeleteAssetStateStoreByUri : Message
{
    public override string Type => "DeleteAssetStateStoreByUri";

    public required string Uri { get; init; }

    public required string Key { get; init; }

    public static DeleteAssetStateStoreByUri Read(ref MessagePackReader reader)
    {
        string? uriRead = default;
        string? keyRead = default;
        int count = WireReader.MapHeader(ref reader, "DeleteAssetStateStoreByUri");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "uri":
                    uriRead = WireReader.Text(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Uri = WireReader.Given(uriRead, "DeleteAssetStateStoreByUri.uri"),
            Key = WireReader.Given(keyRead, "DeleteAssetStateStoreByUri.key"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("type"u8);
        writer.WriteString("DeleteAssetStateStoreByUri"u8);
    }
}

internal sealed record DeleteTaskStateStore : Message
{
    public override string Type => "DeleteTaskStateStore";

    public required Guid TiId { get; init; }

    public required string Key { get; init; }

    public static DeleteTaskStateStore Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        string? keyRead = default;
        int count = WireReader.MapHeader(ref reader, "DeleteTaskStateStore");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "DeleteTaskStateStore.ti_id"),
            Key = WireReader.Given(keyRead, "DeleteTaskStateStore.key"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("type"u8);
        writer.WriteString("DeleteTaskStateStore"u8);
    }
}

internal sealed record DeleteVariable : Message
{
    public override string Type => "DeleteVariable";

    public required string Key { get; init; }

    public static DeleteVariable Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        int count = WireReader.MapHeader(ref reader, "DeleteVariable");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "DeleteVariable.key"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("type"u8);
        writer.WriteString("DeleteVariable"u8);
    }
}

internal sealed record DeleteXCom : Message
{
    public override string Type => "DeleteXCom";

    public required string Key { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required string TaskId { get; init; }

    public long? MapIndex { get; init; }

    public static DeleteXCom Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        string? taskIdRead = default;
        long? mapIndexRead = default;
        int count = WireReader.MapHeader(ref reader, "DeleteXCom");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                case "map_index":
                    mapIndexRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "DeleteXCom.key"),
            DagId = WireReader.Given(dagIdRead, "DeleteXCom.dag_id"),
            RunId = WireReader.Given(runIdRead, "DeleteXCom.run_id"),
            TaskId = WireReader.Given(taskIdRead, "DeleteXCom.task_id"),
            MapIndex = mapIndexRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(5 + (MapIndex is null ? 0 : 1));
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        if (MapIndex is not null)
        {
            writer.WriteString("map_index"u8);
            WireWriter.Integer(ref writer, MapIndex);
        }

        writer.WriteString("type"u8);
        writer.WriteString("DeleteXCom"u8);
    }
}

internal sealed record GetAssetByName : Message
{
    public override string Type => "GetAssetByName";

    public required string Name { get; init; }

    public static GetAssetByName Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        int count = WireReader.MapHeader(ref reader, "GetAssetByName");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "name":
                    nameRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Name = WireReader.Given(nameRead, "GetAssetByName.name"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("type"u8);
        writer.WriteString("GetAssetByName"u8);
    }
}

internal sealed record GetAssetByUri : Message
{
    public override string Type => "GetAssetByUri";

    public required string Uri { get; init; }

    public static GetAssetByUri Read(ref MessagePackReader reader)
    {
        string? uriRead = default;
        int count = WireReader.MapHeader(ref reader, "GetAssetByUri");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "uri":
                    uriRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Uri = WireReader.Given(uriRead, "GetAssetByUri.uri"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        writer.WriteString("type"u8);
        writer.WriteString("GetAssetByUri"u8);
    }
}

internal sealed record GetAssetEventByAsset : Message
{
    public override string Type => "GetAssetEventByAsset";

    public required string? Name { get; init; }

    public required string? Uri { get; init; }

    public DateTimeOffset? After { get; init; }

    public DateTimeOffset? Before { get; init; }

    public long? Limit { get; init; }

    public bool Ascending { get; init; } = true;

    public static GetAssetEventByAsset Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? uriRead = default;
        DateTimeOffset? afterRead = default;
        DateTimeOffset? beforeRead = default;
        long? limitRead = default;
        bool? ascendingRead = default;
        int count = WireReader.MapHeader(ref reader, "GetAssetEventByAsset");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "name":
                    nameRead = WireReader.Text(ref reader);
                    break;
                case "uri":
                    uriRead = WireReader.Text(ref reader);
                    break;
                case "after":
                    afterRead = WireReader.Moment(ref reader);
                    break;
                case "before":
                    beforeRead = WireReader.Moment(ref reader);
                    break;
                case "limit":
                    limitRead = WireReader.Integer(ref reader);
                    break;
                case "ascending":
                    ascendingRead = WireReader.Flag(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Name = nameRead,
            Uri = uriRead,
            After = afterRead,
            Before = beforeRead,
            Limit = limitRead,
            Ascending = ascendingRead ?? true,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4 + (After is null ? 0 : 1) + (Before is null ? 0 : 1) + (Limit is null ? 0 : 1));
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        if (After is not null)
        {
            writer.WriteString("after"u8);
            WireWriter.MomentAsText(ref writer, After);
        }

        if (Before is not null)
        {
            writer.WriteString("before"u8);
            WireWriter.MomentAsText(ref writer, Before);
        }

        if (Limit is not null)
        {
            writer.WriteString("limit"u8);
            WireWriter.Integer(ref writer, Limit);
        }

        writer.WriteString("ascending"u8);
        WireWriter.Flag(ref writer, Ascending);
        writer.WriteString("type"u8);
        writer.WriteString("GetAssetEventByAsset"u8);
    }
}

internal sealed record GetAssetEventByAssetAlias : Message
{
    public override string Type => "GetAssetEventByAssetAlias";

    public required string AliasName { get; init; }

    public DateTimeOffset? After { get; init; }

    public DateTimeOffset? Before { get; init; }

    public long? Limit { get; init; }

    public bool Ascending { get; init; } = true;

    public static GetAssetEventByAssetAlias Read(ref MessagePackReader reader)
    {
        string? aliasNameRead = default;
        DateTimeOffset? afterRead = default;
        DateTimeOffset? beforeRead = default;
        long? limitRead = default;
        bool? ascendingRead = default;
        int count = WireReader.MapHeader(ref reader, "GetAssetEventByAssetAlias");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "alias_name":
                    aliasNameRead = WireReader.Text(ref reader);
                    break;
                case "after":
                    afterRead = WireReader.Moment(ref reader);
                    break;
                case "before":
                    beforeRead = WireReader.Moment(ref reader);
                    break;
                case "limit":
                    limitRead = WireReader.Integer(ref reader);
                    break;
                case "ascending":
                    ascendingRead = WireReader.Flag(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            AliasName = WireReader.Given(aliasNameRead, "GetAssetEventByAssetAlias.alias_name"),
            After = afterRead,
            Before = beforeRead,
            Limit = limitRead,
            Ascending = ascendingRead ?? true,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3 + (After is null ? 0 : 1) + (Before is null ? 0 : 1) + (Limit is null ? 0 : 1));
        writer.WriteString("alias_name"u8);
        WireWriter.Text(ref writer, AliasName);
        if (After is not null)
        {
            writer.WriteString("after"u8);
            WireWriter.MomentAsText(ref writer, After);
        }

        if (Before is not null)
        {
            writer.WriteString("before"u8);
            WireWriter.MomentAsText(ref writer, Before);
        }

        if (Limit is not null)
        {
            writer.WriteString("limit"u8);
            WireWriter.Integer(ref writer, Limit);
        }

        writer.WriteString("ascending"u8);
        WireWriter.Flag(ref writer, Ascending);
        writer.WriteString("type"u8);
        writer.WriteString("GetAssetEventByAssetAlias"u8);
    }
}

internal sealed record GetAssetStateStoreByName : Message
{
    public override string Type => "GetAssetStateStoreByName";

    public required string Name { get; init; }

    public required string Key { get; init; }

    public static GetAssetStateStoreByName Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? keyRead = default;
        int count = WireReader.MapHeader(ref reader, "GetAssetStateStoreByName");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "name":
                    nameRead = WireReader.Text(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Name = WireReader.Given(nameRead, "GetAssetStateStoreByName.name"),
            Key = WireReader.Given(keyRead, "GetAssetStateStoreByName.key"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("type"u8);
        writer.WriteString("GetAssetStateStoreByName"u8);
    }
}

internal sealed record GetAssetStateStoreByUri : Message
{
    public override string Type => "GetAssetStateStoreByUri";

    public required string Uri { get; init; }

    public required string Key { get; init; }

    public static GetAssetStateStoreByUri Read(ref MessagePackReader reader)
    {
        string? uriRead = default;
        string? keyRead = default;
        int count = WireReader.MapHeader(ref reader, "GetAssetStateStoreByUri");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "uri":
                    uriRead = WireReader.Text(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Uri = WireReader.Given(uriRead, "GetAssetStateStoreByUri.uri"),
            Key = WireReader.Given(keyRead, "GetAssetStateStoreByUri.key"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("type"u8);
        writer.WriteString("GetAssetStateStoreByUri"u8);
    }
}

internal sealed record GetAssetsByAlias : Message
{
    public override string Type => "GetAssetsByAlias";

    public required string AliasName { get; init; }

    public static GetAssetsByAlias Read(ref MessagePackReader reader)
    {
        string? aliasNameRead = default;
        int count = WireReader.MapHeader(ref reader, "GetAssetsByAlias");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "alias_name":
                    aliasNameRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            AliasName = WireReader.Given(aliasNameRead, "GetAssetsByAlias.alias_name"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("alias_name"u8);
        WireWriter.Text(ref writer, AliasName);
        writer.WriteString("type"u8);
        writer.WriteString("GetAssetsByAlias"u8);
    }
}

internal sealed record GetConnection : Message
{
    public override string Type => "GetConnection";

    public required string ConnId { get; init; }

    public static GetConnection Read(ref MessagePackReader reader)
    {
        string? connIdRead = default;
        int count = WireReader.MapHeader(ref reader, "GetConnection");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "conn_id":
                    connIdRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            ConnId = WireReader.Given(connIdRead, "GetConnection.conn_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("conn_id"u8);
        WireWriter.Text(ref writer, ConnId);
        writer.WriteString("type"u8);
        writer.WriteString("GetConnection"u8);
    }
}

internal sealed record GetDRCount : Message
{
    public override string Type => "GetDRCount";

    public required string DagId { get; init; }

    public IReadOnlyList<DateTimeOffset>? LogicalDates { get; init; }

    public IReadOnlyList<string>? RunIds { get; init; }

    public IReadOnlyList<string>? States { get; init; }

    public static GetDRCount Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        IReadOnlyList<DateTimeOffset>? logicalDatesRead = default;
        IReadOnlyList<string>? runIdsRead = default;
        IReadOnlyList<string>? statesRead = default;
        int count = WireReader.MapHeader(ref reader, "GetDRCount");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "logical_dates":
                    logicalDatesRead = WireReader.Moments(ref reader);
                    break;
                case "run_ids":
                    runIdsRead = WireReader.Texts(ref reader);
                    break;
                case "states":
                    statesRead = WireReader.Texts(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetDRCount.dag_id"),
            LogicalDates = logicalDatesRead,
            RunIds = runIdsRead,
            States = statesRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2 + (LogicalDates is null ? 0 : 1) + (RunIds is null ? 0 : 1) + (States is null ? 0 : 1));
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        if (LogicalDates is not null)
        {
            writer.WriteString("logical_dates"u8);
            WireWriter.MomentsAsText(ref writer, LogicalDates);
        }

        if (RunIds is not null)
        {
            writer.WriteString("run_ids"u8);
            WireWriter.Texts(ref writer, RunIds);
        }

        if (States is not null)
        {
            writer.WriteString("states"u8);
            WireWriter.Texts(ref writer, States);
        }

        writer.WriteString("type"u8);
        writer.WriteString("GetDRCount"u8);
    }
}

internal sealed record GetDag : Message
{
    public override string Type => "GetDag";

    public required string DagId { get; init; }

    public static GetDag Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        int count = WireReader.MapHeader(ref reader, "GetDag");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetDag.dag_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("type"u8);
        writer.WriteString("GetDag"u8);
    }
}

internal sealed record GetDagRun : Message
{
    public override string Type => "GetDagRun";

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public static GetDagRun Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        string? runIdRead = default;
        int count = WireReader.MapHeader(ref reader, "GetDagRun");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetDagRun.dag_id"),
            RunId = WireReader.Given(runIdRead, "GetDagRun.run_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("type"u8);
        writer.WriteString("GetDagRun"u8);
    }
}

internal sealed record GetDagRunState : Message
{
    public override string Type => "GetDagRunState";

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public static GetDagRunState Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        string? runIdRead = default;
        int count = WireReader.MapHeader(ref reader, "GetDagRunState");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetDagRunState.dag_id"),
            RunId = WireReader.Given(runIdRead, "GetDagRunState.run_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("type"u8);
        writer.WriteString("GetDagRunState"u8);
    }
}

internal sealed record GetHITLDetailResponse : Message
{
    public override string Type => "GetHITLDetailResponse";

    public required Guid TiId { get; init; }

    public static GetHITLDetailResponse Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        int count = WireReader.MapHeader(ref reader, "GetHITLDetailResponse");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "GetHITLDetailResponse.ti_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("type"u8);
        writer.WriteString("GetHITLDetailResponse"u8);
    }
}

internal sealed record GetPrevSuccessfulDagRun : Message
{
    public override string Type => "GetPrevSuccessfulDagRun";

    public required Guid TiId { get; init; }

    public static GetPrevSuccessfulDagRun Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        int count = WireReader.MapHeader(ref reader, "GetPrevSuccessfulDagRun");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "GetPrevSuccessfulDagRun.ti_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("type"u8);
        writer.WriteString("GetPrevSuccessfulDagRun"u8);
    }
}

internal sealed record GetPreviousDagRun : Message
{
    public override string Type => "GetPreviousDagRun";

    public required string DagId { get; init; }

    public required DateTimeOffset LogicalDate { get; init; }

    public string? State { get; init; }

    public static GetPreviousDagRun Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        DateTimeOffset? logicalDateRead = default;
        string? stateRead = default;
        int count = WireReader.MapHeader(ref reader, "GetPreviousDagRun");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "logical_date":
                    logicalDateRead = WireReader.Moment(ref reader);
                    break;
                case "state":
                    stateRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetPreviousDagRun.dag_id"),
            LogicalDate = WireReader.Given(logicalDateRead, "GetPreviousDagRun.logical_date"),
            State = stateRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3 + (State is null ? 0 : 1));
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("logical_date"u8);
        WireWriter.MomentAsText(ref writer, LogicalDate);
        if (State is not null)
        {
            writer.WriteString("state"u8);
            WireWriter.Text(ref writer, State);
        }

        writer.WriteString("type"u8);
        writer.WriteString("GetPreviousDagRun"u8);
    }
}

internal sealed record GetPreviousTI : Message
{
    public override string Type => "GetPreviousTI";

    public required string DagId { get; init; }

    public required string TaskId { get; init; }

    public DateTimeOffset? LogicalDate { get; init; }

    public long MapIndex { get; init; } = -1;

    public string? State { get; init; }

    public static GetPreviousTI Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        string? taskIdRead = default;
        DateTimeOffset? logicalDateRead = default;
        long? mapIndexRead = default;
        string? stateRead = default;
        int count = WireReader.MapHeader(ref reader, "GetPreviousTI");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                case "logical_date":
                    logicalDateRead = WireReader.Moment(ref reader);
                    break;
                case "map_index":
                    mapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "state":
                    stateRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetPreviousTI.dag_id"),
            TaskId = WireReader.Given(taskIdRead, "GetPreviousTI.task_id"),
            LogicalDate = logicalDateRead,
            MapIndex = mapIndexRead ?? -1,
            State = stateRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4 + (LogicalDate is null ? 0 : 1) + (State is null ? 0 : 1));
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        if (LogicalDate is not null)
        {
            writer.WriteString("logical_date"u8);
            WireWriter.MomentAsText(ref writer, LogicalDate);
        }

        writer.WriteString("map_index"u8);
        WireWriter.Integer(ref writer, MapIndex);
        if (State is not null)
        {
            writer.WriteString("state"u8);
            WireWriter.Text(ref writer, State);
        }

        writer.WriteString("type"u8);
        writer.WriteString("GetPreviousTI"u8);
    }
}

internal sealed record GetTICount : Message
{
    public override string Type => "GetTICount";

    public required string DagId { get; init; }

    public long? MapIndex { get; init; }

    public IReadOnlyList<string>? TaskIds { get; init; }

    public string? TaskGroupId { get; init; }

    public IReadOnlyList<DateTimeOffset>? LogicalDates { get; init; }

    public IReadOnlyList<string>? RunIds { get; init; }

    public IReadOnlyList<string>? States { get; init; }

    public static GetTICount Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        long? mapIndexRead = default;
        IReadOnlyList<string>? taskIdsRead = default;
        string? taskGroupIdRead = default;
        IReadOnlyList<DateTimeOffset>? logicalDatesRead = default;
        IReadOnlyList<string>? runIdsRead = default;
        IReadOnlyList<string>? statesRead = default;
        int count = WireReader.MapHeader(ref reader, "GetTICount");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "map_index":
                    mapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "task_ids":
                    taskIdsRead = WireReader.Texts(ref reader);
                    break;
                case "task_group_id":
                    taskGroupIdRead = WireReader.Text(ref reader);
                    break;
                case "logical_dates":
                    logicalDatesRead = WireReader.Moments(ref reader);
                    break;
                case "run_ids":
                    runIdsRead = WireReader.Texts(ref reader);
                    break;
                case "states":
                    statesRead = WireReader.Texts(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetTICount.dag_id"),
            MapIndex = mapIndexRead,
            TaskIds = taskIdsRead,
            TaskGroupId = taskGroupIdRead,
            LogicalDates = logicalDatesRead,
            RunIds = runIdsRead,
            States = statesRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2 + (MapIndex is null ? 0 : 1) + (TaskIds is null ? 0 : 1) + (TaskGroupId is null ? 0 : 1) + (LogicalDates is null ? 0 : 1) + (RunIds is null ? 0 : 1) + (States is null ? 0 : 1));
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        if (MapIndex is not null)
        {
            writer.WriteString("map_index"u8);
            WireWriter.Integer(ref writer, MapIndex);
        }

        if (TaskIds is not null)
        {
            writer.WriteString("task_ids"u8);
            WireWriter.Texts(ref writer, TaskIds);
        }

        if (TaskGroupId is not null)
        {
            writer.WriteString("task_group_id"u8);
            WireWriter.Text(ref writer, TaskGroupId);
        }

        if (LogicalDates is not null)
        {
            writer.WriteString("logical_dates"u8);
            WireWriter.MomentsAsText(ref writer, LogicalDates);
        }

        if (RunIds is not null)
        {
            writer.WriteString("run_ids"u8);
            WireWriter.Texts(ref writer, RunIds);
        }

        if (States is not null)
        {
            writer.WriteString("states"u8);
            WireWriter.Texts(ref writer, States);
        }

        writer.WriteString("type"u8);
        writer.WriteString("GetTICount"u8);
    }
}

internal sealed record GetTaskBreadcrumbs : Message
{
    public override string Type => "GetTaskBreadcrumbs";

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public static GetTaskBreadcrumbs Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        string? runIdRead = default;
        int count = WireReader.MapHeader(ref reader, "GetTaskBreadcrumbs");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetTaskBreadcrumbs.dag_id"),
            RunId = WireReader.Given(runIdRead, "GetTaskBreadcrumbs.run_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("type"u8);
        writer.WriteString("GetTaskBreadcrumbs"u8);
    }
}

internal sealed record GetTaskRescheduleStartDate : Message
{
    public override string Type => "GetTaskRescheduleStartDate";

    public required Guid TiId { get; init; }

    public long TryNumber { get; init; } = 1;

    public static GetTaskRescheduleStartDate Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        long? tryNumberRead = default;
        int count = WireReader.MapHeader(ref reader, "GetTaskRescheduleStartDate");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                case "try_number":
                    tryNumberRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "GetTaskRescheduleStartDate.ti_id"),
            TryNumber = tryNumberRead ?? 1,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("try_number"u8);
        WireWriter.Integer(ref writer, TryNumber);
        writer.WriteString("type"u8);
        writer.WriteString("GetTaskRescheduleStartDate"u8);
    }
}

internal sealed record GetTaskStateStore : Message
{
    public override string Type => "GetTaskStateStore";

    public required Guid TiId { get; init; }

    public required string Key { get; init; }

    public static GetTaskStateStore Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        string? keyRead = default;
        int count = WireReader.MapHeader(ref reader, "GetTaskStateStore");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "GetTaskStateStore.ti_id"),
            Key = WireReader.Given(keyRead, "GetTaskStateStore.key"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("type"u8);
        writer.WriteString("GetTaskStateStore"u8);
    }
}

internal sealed record GetTaskStates : Message
{
    public override string Type => "GetTaskStates";

    public required string DagId { get; init; }

    public long? MapIndex { get; init; }

    public IReadOnlyList<string>? TaskIds { get; init; }

    public string? TaskGroupId { get; init; }

    public IReadOnlyList<DateTimeOffset>? LogicalDates { get; init; }

    public IReadOnlyList<string>? RunIds { get; init; }

    public static GetTaskStates Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        long? mapIndexRead = default;
        IReadOnlyList<string>? taskIdsRead = default;
        string? taskGroupIdRead = default;
        IReadOnlyList<DateTimeOffset>? logicalDatesRead = default;
        IReadOnlyList<string>? runIdsRead = default;
        int count = WireReader.MapHeader(ref reader, "GetTaskStates");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "map_index":
                    mapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "task_ids":
                    taskIdsRead = WireReader.Texts(ref reader);
                    break;
                case "task_group_id":
                    taskGroupIdRead = WireReader.Text(ref reader);
                    break;
                case "logical_dates":
                    logicalDatesRead = WireReader.Moments(ref reader);
                    break;
                case "run_ids":
                    runIdsRead = WireReader.Texts(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "GetTaskStates.dag_id"),
            MapIndex = mapIndexRead,
            TaskIds = taskIdsRead,
            TaskGroupId = taskGroupIdRead,
            LogicalDates = logicalDatesRead,
            RunIds = runIdsRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2 + (MapIndex is null ? 0 : 1) + (TaskIds is null ? 0 : 1) + (TaskGroupId is null ? 0 : 1) + (LogicalDates is null ? 0 : 1) + (RunIds is null ? 0 : 1));
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        if (MapIndex is not null)
        {
            writer.WriteString("map_index"u8);
            WireWriter.Integer(ref writer, MapIndex);
        }

        if (TaskIds is not null)
        {
            writer.WriteString("task_ids"u8);
            WireWriter.Texts(ref writer, TaskIds);
        }

        if (TaskGroupId is not null)
        {
            writer.WriteString("task_group_id"u8);
            WireWriter.Text(ref writer, TaskGroupId);
        }

        if (LogicalDates is not null)
        {
            writer.WriteString("logical_dates"u8);
            WireWriter.MomentsAsText(ref writer, LogicalDates);
        }

        if (RunIds is not null)
        {
            writer.WriteString("run_ids"u8);
            WireWriter.Texts(ref writer, RunIds);
        }

        writer.WriteString("type"u8);
        writer.WriteString("GetTaskStates"u8);
    }
}

internal sealed record GetVariable : Message
{
    public override string Type => "GetVariable";

    public required string Key { get; init; }

    public static GetVariable Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        int count = WireReader.MapHeader(ref reader, "GetVariable");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "GetVariable.key"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("type"u8);
        writer.WriteString("GetVariable"u8);
    }
}

internal sealed record GetVariableKeys : Message
{
    public override string Type => "GetVariableKeys";

    public string? Prefix { get; init; }

    public long Limit { get; init; } = 1000;

    public long Offset { get; init; }

    public static GetVariableKeys Read(ref MessagePackReader reader)
    {
        string? prefixRead = default;
        long? limitRead = default;
        long? offsetRead = default;
        int count = WireReader.MapHeader(ref reader, "GetVariableKeys");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "prefix":
                    prefixRead = WireReader.Text(ref reader);
                    break;
                case "limit":
                    limitRead = WireReader.Integer(ref reader);
                    break;
                case "offset":
                    offsetRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Prefix = prefixRead,
            Limit = limitRead ?? 1000,
            Offset = offsetRead ?? 0,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3 + (Prefix is null ? 0 : 1));
        if (Prefix is not null)
        {
            writer.WriteString("prefix"u8);
            WireWriter.Text(ref writer, Prefix);
        }

        writer.WriteString("limit"u8);
        WireWriter.Integer(ref writer, Limit);
        writer.WriteString("offset"u8);
        WireWriter.Integer(ref writer, Offset);
        writer.WriteString("type"u8);
        writer.WriteString("GetVariableKeys"u8);
    }
}

internal sealed record GetXCom : Message
{
    public override string Type => "GetXCom";

    public required string Key { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required string TaskId { get; init; }

    public long? MapIndex { get; init; }

    public bool IncludePriorDates { get; init; }

    public static GetXCom Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        string? taskIdRead = default;
        long? mapIndexRead = default;
        bool? includePriorDatesRead = default;
        int count = WireReader.MapHeader(ref reader, "GetXCom");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                case "map_index":
                    mapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "include_prior_dates":
                    includePriorDatesRead = WireReader.Flag(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "GetXCom.key"),
            DagId = WireReader.Given(dagIdRead, "GetXCom.dag_id"),
            RunId = WireReader.Given(runIdRead, "GetXCom.run_id"),
            TaskId = WireReader.Given(taskIdRead, "GetXCom.task_id"),
            MapIndex = mapIndexRead,
            IncludePriorDates = includePriorDatesRead ?? false,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(6 + (MapIndex is null ? 0 : 1));
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        if (MapIndex is not null)
        {
            writer.WriteString("map_index"u8);
            WireWriter.Integer(ref writer, MapIndex);
        }

        writer.WriteString("include_prior_dates"u8);
        WireWriter.Flag(ref writer, IncludePriorDates);
        writer.WriteString("type"u8);
        writer.WriteString("GetXCom"u8);
    }
}

internal sealed record GetXComCount : Message
{
    public override string Type => "GetXComCount";

    public required string Key { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required string TaskId { get; init; }

    public static GetXComCount Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        string? taskIdRead = default;
        int count = WireReader.MapHeader(ref reader, "GetXComCount");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "GetXComCount.key"),
            DagId = WireReader.Given(dagIdRead, "GetXComCount.dag_id"),
            RunId = WireReader.Given(runIdRead, "GetXComCount.run_id"),
            TaskId = WireReader.Given(taskIdRead, "GetXComCount.task_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(5);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        writer.WriteString("type"u8);
        writer.WriteString("GetXComCount"u8);
    }
}

internal sealed record GetXComSequenceItem : Message
{
    public override string Type => "GetXComSequenceItem";

    public required string Key { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required string TaskId { get; init; }

    public required long Offset { get; init; }

    public static GetXComSequenceItem Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        string? taskIdRead = default;
        long? offsetRead = default;
        int count = WireReader.MapHeader(ref reader, "GetXComSequenceItem");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                case "offset":
                    offsetRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "GetXComSequenceItem.key"),
            DagId = WireReader.Given(dagIdRead, "GetXComSequenceItem.dag_id"),
            RunId = WireReader.Given(runIdRead, "GetXComSequenceItem.run_id"),
            TaskId = WireReader.Given(taskIdRead, "GetXComSequenceItem.task_id"),
            Offset = WireReader.Given(offsetRead, "GetXComSequenceItem.offset"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(6);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        writer.WriteString("offset"u8);
        WireWriter.Integer(ref writer, Offset);
        writer.WriteString("type"u8);
        writer.WriteString("GetXComSequenceItem"u8);
    }
}

internal sealed record GetXComSequenceSlice : Message
{
    public override string Type => "GetXComSequenceSlice";

    public required string Key { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required string TaskId { get; init; }

    public required long? Start { get; init; }

    public required long? Stop { get; init; }

    public required long? Step { get; init; }

    public bool IncludePriorDates { get; init; }

    public static GetXComSequenceSlice Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        string? taskIdRead = default;
        long? startRead = default;
        long? stopRead = default;
        long? stepRead = default;
        bool? includePriorDatesRead = default;
        int count = WireReader.MapHeader(ref reader, "GetXComSequenceSlice");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                case "start":
                    startRead = WireReader.Integer(ref reader);
                    break;
                case "stop":
                    stopRead = WireReader.Integer(ref reader);
                    break;
                case "step":
                    stepRead = WireReader.Integer(ref reader);
                    break;
                case "include_prior_dates":
                    includePriorDatesRead = WireReader.Flag(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "GetXComSequenceSlice.key"),
            DagId = WireReader.Given(dagIdRead, "GetXComSequenceSlice.dag_id"),
            RunId = WireReader.Given(runIdRead, "GetXComSequenceSlice.run_id"),
            TaskId = WireReader.Given(taskIdRead, "GetXComSequenceSlice.task_id"),
            Start = startRead,
            Stop = stopRead,
            Step = stepRead,
            IncludePriorDates = includePriorDatesRead ?? false,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(9);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        writer.WriteString("start"u8);
        WireWriter.Integer(ref writer, Start);
        writer.WriteString("stop"u8);
        WireWriter.Integer(ref writer, Stop);
        writer.WriteString("step"u8);
        WireWriter.Integer(ref writer, Step);
        writer.WriteString("include_prior_dates"u8);
        WireWriter.Flag(ref writer, IncludePriorDates);
        writer.WriteString("type"u8);
        writer.WriteString("GetXComSequenceSlice"u8);
    }
}

internal sealed record MaskSecret : Message
{
    public override string Type => "MaskSecret";

    public required JsonText Value { get; init; }

    public string? Name { get; init; }

    public static MaskSecret Read(ref MessagePackReader reader)
    {
        JsonText valueRead = default;
        string? nameRead = default;
        int count = WireReader.MapHeader(ref reader, "MaskSecret");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "value":
                    valueRead = WireReader.Json(ref reader);
                    break;
                case "name":
                    nameRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Value = valueRead,
            Name = nameRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2 + (Name is null ? 0 : 1));
        writer.WriteString("value"u8);
        WireWriter.Json(ref writer, Value);
        if (Name is not null)
        {
            writer.WriteString("name"u8);
            WireWriter.Text(ref writer, Name);
        }

        writer.WriteString("type"u8);
        writer.WriteString("MaskSecret"u8);
    }
}

internal sealed record PutVariable : Message
{
    public override string Type => "PutVariable";

    public required string Key { get; init; }

    public required string? Value { get; init; }

    public required string? Description { get; init; }

    public static PutVariable Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        string? valueRead = default;
        string? descriptionRead = default;
        int count = WireReader.MapHeader(ref reader, "PutVariable");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "value":
                    valueRead = WireReader.Text(ref reader);
                    break;
                case "description":
                    descriptionRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "PutVariable.key"),
            Value = valueRead,
            Description = descriptionRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("value"u8);
        WireWriter.Text(ref writer, Value);
        writer.WriteString("description"u8);
        WireWriter.Text(ref writer, Description);
        writer.WriteString("type"u8);
        writer.WriteString("PutVariable"u8);
    }
}

internal sealed record RescheduleTask : Message
{
    public override string Type => "RescheduleTask";

    public required DateTimeOffset RescheduleDate { get; init; }

    public required DateTimeOffset EndDate { get; init; }

    public static RescheduleTask Read(ref MessagePackReader reader)
    {
        DateTimeOffset? rescheduleDateRead = default;
        DateTimeOffset? endDateRead = default;
        int count = WireReader.MapHeader(ref reader, "RescheduleTask");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "reschedule_date":
                    rescheduleDateRead = WireReader.Moment(ref reader);
                    break;
                case "end_date":
                    endDateRead = WireReader.Moment(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            RescheduleDate = WireReader.Given(rescheduleDateRead, "RescheduleTask.reschedule_date"),
            EndDate = WireReader.Given(endDateRead, "RescheduleTask.end_date"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4);
        writer.WriteString("state"u8);
        writer.WriteString("up_for_reschedule"u8);
        writer.WriteString("reschedule_date"u8);
        WireWriter.MomentAsText(ref writer, RescheduleDate);
        writer.WriteString("end_date"u8);
        WireWriter.MomentAsText(ref writer, EndDate);
        writer.WriteString("type"u8);
        writer.WriteString("RescheduleTask"u8);
    }
}

internal sealed record ResendLoggingFD : Message
{
    public override string Type => "ResendLoggingFD";

    public static ResendLoggingFD Read(ref MessagePackReader reader)
    {
        WireReader.SkipMap(ref reader, "ResendLoggingFD");
        return new();
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(1);
        writer.WriteString("type"u8);
        writer.WriteString("ResendLoggingFD"u8);
    }
}

internal sealed record RetryTask : Message
{
    public override string Type => "RetryTask";

    public required DateTimeOffset EndDate { get; init; }

    public string? RenderedMapIndex { get; init; }

    public double? RetryDelaySeconds { get; init; }

    public string? RetryReason { get; init; }

    public static RetryTask Read(ref MessagePackReader reader)
    {
        DateTimeOffset? endDateRead = default;
        string? renderedMapIndexRead = default;
        double? retryDelaySecondsRead = default;
        string? retryReasonRead = default;
        int count = WireReader.MapHeader(ref reader, "RetryTask");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "end_date":
                    endDateRead = WireReader.Moment(ref reader);
                    break;
                case "rendered_map_index":
                    renderedMapIndexRead = WireReader.Text(ref reader);
                    break;
                case "retry_delay_seconds":
                    retryDelaySecondsRead = WireReader.Number(ref reader);
                    break;
                case "retry_reason":
                    retryReasonRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            EndDate = WireReader.Given(endDateRead, "RetryTask.end_date"),
            RenderedMapIndex = renderedMapIndexRead,
            RetryDelaySeconds = retryDelaySecondsRead,
            RetryReason = retryReasonRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3 + (RenderedMapIndex is null ? 0 : 1) + (RetryDelaySeconds is null ? 0 : 1) + (RetryReason is null ? 0 : 1));
        writer.WriteString("state"u8);
        writer.WriteString("up_for_retry"u8);
        writer.WriteString("end_date"u8);
        WireWriter.MomentAsText(ref writer, EndDate);
        if (RenderedMapIndex is not null)
        {
            writer.WriteString("rendered_map_index"u8);
            WireWriter.Text(ref writer, RenderedMapIndex);
        }

        if (RetryDelaySeconds is not null)
        {
            writer.WriteString("retry_delay_seconds"u8);
            WireWriter.Number(ref writer, RetryDelaySeconds);
        }

        if (RetryReason is not null)
        {
            writer.WriteString("retry_reason"u8);
            WireWriter.Text(ref writer, RetryReason);
        }

        writer.WriteString("type"u8);
        writer.WriteString("RetryTask"u8);
    }
}

internal sealed record SetAssetStateStoreByName : Message
{
    public override string Type => "SetAssetStateStoreByName";

    public required string Name { get; init; }

    public required string Key { get; init; }

    public required JsonText Value { get; init; }

    public static SetAssetStateStoreByName Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? keyRead = default;
        JsonText valueRead = default;
        int count = WireReader.MapHeader(ref reader, "SetAssetStateStoreByName");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "name":
                    nameRead = WireReader.Text(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "value":
                    valueRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Name = WireReader.Given(nameRead, "SetAssetStateStoreByName.name"),
            Key = WireReader.Given(keyRead, "SetAssetStateStoreByName.key"),
            Value = valueRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("value"u8);
        WireWriter.Json(ref writer, Value);
        writer.WriteString("type"u8);
        writer.WriteString("SetAssetStateStoreByName"u8);
    }
}

internal sealed record SetAssetStateStoreByUri : Message
{
    public override string Type => "SetAssetStateStoreByUri";

    public required string Uri { get; init; }

    public required string Key { get; init; }

    public required JsonText Value { get; init; }

    public static SetAssetStateStoreByUri Read(ref MessagePackReader reader)
    {
        string? uriRead = default;
        string? keyRead = default;
        JsonText valueRead = default;
        int count = WireReader.MapHeader(ref reader, "SetAssetStateStoreByUri");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "uri":
                    uriRead = WireReader.Text(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "value":
                    valueRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Uri = WireReader.Given(uriRead, "SetAssetStateStoreByUri.uri"),
            Key = WireReader.Given(keyRead, "SetAssetStateStoreByUri.key"),
            Value = valueRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("value"u8);
        WireWriter.Json(ref writer, Value);
        writer.WriteString("type"u8);
        writer.WriteString("SetAssetStateStoreByUri"u8);
    }
}

internal sealed record SetRenderedFields : Message
{
    public override string Type => "SetRenderedFields";

    public required JsonText RenderedFields { get; init; }

    public static SetRenderedFields Read(ref MessagePackReader reader)
    {
        JsonText renderedFieldsRead = default;
        int count = WireReader.MapHeader(ref reader, "SetRenderedFields");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "rendered_fields":
                    renderedFieldsRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            RenderedFields = renderedFieldsRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("rendered_fields"u8);
        WireWriter.Json(ref writer, RenderedFields);
        writer.WriteString("type"u8);
        writer.WriteString("SetRenderedFields"u8);
    }
}

internal sealed record SetRenderedMapIndex : Message
{
    public override string Type => "SetRenderedMapIndex";

    public required string RenderedMapIndex { get; init; }

    public static SetRenderedMapIndex Read(ref MessagePackReader reader)
    {
        string? renderedMapIndexRead = default;
        int count = WireReader.MapHeader(ref reader, "SetRenderedMapIndex");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "rendered_map_index":
                    renderedMapIndexRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            RenderedMapIndex = WireReader.Given(renderedMapIndexRead, "SetRenderedMapIndex.rendered_map_index"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("rendered_map_index"u8);
        WireWriter.Text(ref writer, RenderedMapIndex);
        writer.WriteString("type"u8);
        writer.WriteString("SetRenderedMapIndex"u8);
    }
}

internal sealed record SetTaskStateStore : Message
{
    public override string Type => "SetTaskStateStore";

    public required Guid TiId { get; init; }

    public required string Key { get; init; }

    public required JsonText Value { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public static SetTaskStateStore Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        string? keyRead = default;
        JsonText valueRead = default;
        DateTimeOffset? expiresAtRead = default;
        int count = WireReader.MapHeader(ref reader, "SetTaskStateStore");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "value":
                    valueRead = WireReader.Json(ref reader);
                    break;
                case "expires_at":
                    expiresAtRead = WireReader.Moment(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "SetTaskStateStore.ti_id"),
            Key = WireReader.Given(keyRead, "SetTaskStateStore.key"),
            Value = valueRead,
            ExpiresAt = expiresAtRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(5);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("value"u8);
        WireWriter.Json(ref writer, Value);
        writer.WriteString("expires_at"u8);
        WireWriter.MomentAsText(ref writer, ExpiresAt);
        writer.WriteString("type"u8);
        writer.WriteString("SetTaskStateStore"u8);
    }
}

internal sealed record SetXCom : Message
{
    public override string Type => "SetXCom";

    public required string Key { get; init; }

    public required JsonText Value { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required string TaskId { get; init; }

    public long? MapIndex { get; init; }

    public bool DagResult { get; init; }

    public long? MappedLength { get; init; }

    public static SetXCom Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        JsonText valueRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        string? taskIdRead = default;
        long? mapIndexRead = default;
        bool? dagResultRead = default;
        long? mappedLengthRead = default;
        int count = WireReader.MapHeader(ref reader, "SetXCom");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "key":
                    keyRead = WireReader.Text(ref reader);
                    break;
                case "value":
                    valueRead = WireReader.Json(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                case "map_index":
                    mapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "dag_result":
                    dagResultRead = WireReader.Flag(ref reader);
                    break;
                case "mapped_length":
                    mappedLengthRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "SetXCom.key"),
            Value = valueRead,
            DagId = WireReader.Given(dagIdRead, "SetXCom.dag_id"),
            RunId = WireReader.Given(runIdRead, "SetXCom.run_id"),
            TaskId = WireReader.Given(taskIdRead, "SetXCom.task_id"),
            MapIndex = mapIndexRead,
            DagResult = dagResultRead ?? false,
            MappedLength = mappedLengthRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(7 + (MapIndex is null ? 0 : 1) + (MappedLength is null ? 0 : 1));
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("value"u8);
        WireWriter.Json(ref writer, Value);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        if (MapIndex is not null)
        {
            writer.WriteString("map_index"u8);
            WireWriter.Integer(ref writer, MapIndex);
        }

        writer.WriteString("dag_result"u8);
        WireWriter.Flag(ref writer, DagResult);
        if (MappedLength is not null)
        {
            writer.WriteString("mapped_length"u8);
            WireWriter.Integer(ref writer, MappedLength);
        }

        writer.WriteString("type"u8);
        writer.WriteString("SetXCom"u8);
    }
}

internal sealed record SkipDownstreamTasks : Message
{
    public override string Type => "SkipDownstreamTasks";

    public required JsonText Tasks { get; init; }

    public static SkipDownstreamTasks Read(ref MessagePackReader reader)
    {
        JsonText tasksRead = default;
        int count = WireReader.MapHeader(ref reader, "SkipDownstreamTasks");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "tasks":
                    tasksRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Tasks = tasksRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("tasks"u8);
        WireWriter.Json(ref writer, Tasks);
        writer.WriteString("type"u8);
        writer.WriteString("SkipDownstreamTasks"u8);
    }
}

internal sealed record SucceedTask : Message
{
    public override string Type => "SucceedTask";

    public required DateTimeOffset EndDate { get; init; }

    public IReadOnlyList<AssetProfile>? TaskOutlets { get; init; } = [];

    public JsonText OutletEvents { get; init; } = JsonText.EmptyList;

    public string? RenderedMapIndex { get; init; }

    public static SucceedTask Read(ref MessagePackReader reader)
    {
        DateTimeOffset? endDateRead = default;
        IReadOnlyList<AssetProfile>? taskOutletsRead = default;
        JsonText outletEventsRead = default;
        string? renderedMapIndexRead = default;
        int count = WireReader.MapHeader(ref reader, "SucceedTask");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "end_date":
                    endDateRead = WireReader.Moment(ref reader);
                    break;
                case "task_outlets":
                    taskOutletsRead = WireReader.List(ref reader, AssetProfile.Read);
                    break;
                case "outlet_events":
                    outletEventsRead = WireReader.Json(ref reader);
                    break;
                case "rendered_map_index":
                    renderedMapIndexRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            EndDate = WireReader.Given(endDateRead, "SucceedTask.end_date"),
            TaskOutlets = taskOutletsRead,
            OutletEvents = outletEventsRead,
            RenderedMapIndex = renderedMapIndexRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3 + (TaskOutlets is null ? 0 : 1) + (OutletEvents.IsMissing ? 0 : 1) + (RenderedMapIndex is null ? 0 : 1));
        writer.WriteString("state"u8);
        writer.WriteString("success"u8);
        writer.WriteString("end_date"u8);
        WireWriter.MomentAsText(ref writer, EndDate);
        if (TaskOutlets is not null)
        {
            writer.WriteString("task_outlets"u8);
            WireWriter.List(ref writer, TaskOutlets);
        }

        if (!OutletEvents.IsMissing)
        {
            writer.WriteString("outlet_events"u8);
            WireWriter.Json(ref writer, OutletEvents);
        }

        if (RenderedMapIndex is not null)
        {
            writer.WriteString("rendered_map_index"u8);
            WireWriter.Text(ref writer, RenderedMapIndex);
        }

        writer.WriteString("type"u8);
        writer.WriteString("SucceedTask"u8);
    }
}

internal sealed record TaskState : Message
{
    public override string Type => "TaskState";

    public required string State { get; init; }

    public DateTimeOffset? EndDate { get; init; }

    public string? RenderedMapIndex { get; init; }

    public static TaskState Read(ref MessagePackReader reader)
    {
        string? stateRead = default;
        DateTimeOffset? endDateRead = default;
        string? renderedMapIndexRead = default;
        int count = WireReader.MapHeader(ref reader, "TaskState");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "state":
                    stateRead = WireReader.Text(ref reader);
                    break;
                case "end_date":
                    endDateRead = WireReader.Moment(ref reader);
                    break;
                case "rendered_map_index":
                    renderedMapIndexRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            State = WireReader.Given(stateRead, "TaskState.state"),
            EndDate = endDateRead,
            RenderedMapIndex = renderedMapIndexRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2 + (EndDate is null ? 0 : 1) + (RenderedMapIndex is null ? 0 : 1));
        writer.WriteString("state"u8);
        WireWriter.Text(ref writer, State);
        if (EndDate is not null)
        {
            writer.WriteString("end_date"u8);
            WireWriter.MomentAsText(ref writer, EndDate);
        }

        writer.WriteString("type"u8);
        writer.WriteString("TaskState"u8);
        if (RenderedMapIndex is not null)
        {
            writer.WriteString("rendered_map_index"u8);
            WireWriter.Text(ref writer, RenderedMapIndex);
        }
    }
}

internal sealed record TriggerDagRun : Message
{
    public override string Type => "TriggerDagRun";

    public DateTimeOffset? LogicalDate { get; init; }

    public DateTimeOffset? RunAfter { get; init; }

    public JsonText Conf { get; init; }

    public bool? ResetDagRun { get; init; }

    public string? PartitionKey { get; init; }

    public string? Note { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public static TriggerDagRun Read(ref MessagePackReader reader)
    {
        DateTimeOffset? logicalDateRead = default;
        DateTimeOffset? runAfterRead = default;
        JsonText confRead = default;
        bool? resetDagRunRead = default;
        string? partitionKeyRead = default;
        string? noteRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        int count = WireReader.MapHeader(ref reader, "TriggerDagRun");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "logical_date":
                    logicalDateRead = WireReader.Moment(ref reader);
                    break;
                case "run_after":
                    runAfterRead = WireReader.Moment(ref reader);
                    break;
                case "conf":
                    confRead = WireReader.Json(ref reader);
                    break;
                case "reset_dag_run":
                    resetDagRunRead = WireReader.Flag(ref reader);
                    break;
                case "partition_key":
                    partitionKeyRead = WireReader.Text(ref reader);
                    break;
                case "note":
                    noteRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            LogicalDate = logicalDateRead,
            RunAfter = runAfterRead,
            Conf = confRead,
            ResetDagRun = resetDagRunRead,
            PartitionKey = partitionKeyRead,
            Note = noteRead,
            DagId = WireReader.Given(dagIdRead, "TriggerDagRun.dag_id"),
            RunId = WireReader.Given(runIdRead, "TriggerDagRun.run_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3 + (LogicalDate is null ? 0 : 1) + (RunAfter is null ? 0 : 1) + (Conf.IsMissing ? 0 : 1) + (ResetDagRun is null ? 0 : 1) + (PartitionKey is null ? 0 : 1) + (Note is null ? 0 : 1));
        if (LogicalDate is not null)
        {
            writer.WriteString("logical_date"u8);
            WireWriter.MomentAsText(ref writer, LogicalDate);
        }

        if (RunAfter is not null)
        {
            writer.WriteString("run_after"u8);
            WireWriter.MomentAsText(ref writer, RunAfter);
        }

        if (!Conf.IsMissing)
        {
            writer.WriteString("conf"u8);
            WireWriter.Json(ref writer, Conf);
        }

        if (ResetDagRun is not null)
        {
            writer.WriteString("reset_dag_run"u8);
            WireWriter.Flag(ref writer, ResetDagRun);
        }

        if (PartitionKey is not null)
        {
            writer.WriteString("partition_key"u8);
            WireWriter.Text(ref writer, PartitionKey);
        }

        if (Note is not null)
        {
            writer.WriteString("note"u8);
            WireWriter.Text(ref writer, Note);
        }

        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("type"u8);
        writer.WriteString("TriggerDagRun"u8);
    }
}

internal sealed record UpdateHITLDetail : Message
{
    public override string Type => "UpdateHITLDetail";

    public required Guid TiId { get; init; }

    public required IReadOnlyList<string> ChosenOptions { get; init; }

    public JsonText ParamsInput { get; init; }

    public static UpdateHITLDetail Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        IReadOnlyList<string>? chosenOptionsRead = default;
        JsonText paramsInputRead = default;
        int count = WireReader.MapHeader(ref reader, "UpdateHITLDetail");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                case "chosen_options":
                    chosenOptionsRead = WireReader.Texts(ref reader);
                    break;
                case "params_input":
                    paramsInputRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "UpdateHITLDetail.ti_id"),
            ChosenOptions = WireReader.Given(chosenOptionsRead, "UpdateHITLDetail.chosen_options"),
            ParamsInput = paramsInputRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3 + (ParamsInput.IsMissing ? 0 : 1));
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("chosen_options"u8);
        WireWriter.Texts(ref writer, ChosenOptions);
        if (!ParamsInput.IsMissing)
        {
            writer.WriteString("params_input"u8);
            WireWriter.Json(ref writer, ParamsInput);
        }

        writer.WriteString("type"u8);
        writer.WriteString("UpdateHITLDetail"u8);
    }
}

internal sealed record ValidateInletsAndOutlets : Message
{
    public override string Type => "ValidateInletsAndOutlets";

    public required Guid TiId { get; init; }

    public static ValidateInletsAndOutlets Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        int count = WireReader.MapHeader(ref reader, "ValidateInletsAndOutlets");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti_id":
                    tiIdRead = WireReader.Uuid(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TiId = WireReader.Given(tiIdRead, "ValidateInletsAndOutlets.ti_id"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("type"u8);
        writer.WriteString("ValidateInletsAndOutlets"u8);
    }
}
