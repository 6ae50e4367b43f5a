// Written by eng/GenerateMessages.cs. Change that, not this. What a supervisor may send.
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

internal sealed record AssetEventsResult : Message
{
    public override string Type => "AssetEventsResult";

    public required IReadOnlyList<AssetEventResponse> AssetEvents { get; init; }

    public static AssetEventsResult Read(ref MessagePackReader reader)
    {
        IReadOnlyList<AssetEventResponse>? assetEventsRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetEventsResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "asset_events":
                    assetEventsRead = WireReader.List(ref reader, AssetEventResponse.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            AssetEvents = WireReader.Given(assetEventsRead, "AssetEventsResult.asset_events"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("asset_events"u8);
        WireWriter.List(ref writer, AssetEvents);
        writer.WriteString("type"u8);
        writer.WriteString("AssetEventsResult"u8);
    }
}

internal sealed record AssetResult : Message
{
    public override string Type => "AssetResult";

    public required string Name { get; init; }

    public required string Uri { get; init; }

    public required string Group { get; init; }

    public JsonText Extra { get; init; }

    public static AssetResult Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? uriRead = default;
        string? groupRead = default;
        JsonText extraRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetResult");
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
                case "group":
                    groupRead = WireReader.Text(ref reader);
                    break;
                case "extra":
                    extraRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Name = WireReader.Given(nameRead, "AssetResult.name"),
            Uri = WireReader.Given(uriRead, "AssetResult.uri"),
            Group = WireReader.Given(groupRead, "AssetResult.group"),
            Extra = extraRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(5);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        writer.WriteString("group"u8);
        WireWriter.Text(ref writer, Group);
        writer.WriteString("extra"u8);
        WireWriter.Json(ref writer, Extra);
        writer.WriteString("type"u8);
        writer.WriteString("AssetResult"u8);
    }
}

internal sealed record AssetStateStoreResult : Message
{
    public override string Type => "AssetStateStoreResult";

    public required JsonText Value { get; init; }

    public static AssetStateStoreResult Read(ref MessagePackReader reader)
    {
        JsonText valueRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetStateStoreResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
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
            Value = valueRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("value"u8);
        WireWriter.Json(ref writer, Value);
        writer.WriteString("type"u8);
        writer.WriteString("AssetStateStoreResult"u8);
    }
}

internal sealed record AssetsByAliasResult : Message
{
    public override string Type => "AssetsByAliasResult";

    public required IReadOnlyList<AssetResult> Assets { get; init; }

    public static AssetsByAliasResult Read(ref MessagePackReader reader)
    {
        IReadOnlyList<AssetResult>? assetsRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetsByAliasResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "assets":
                    assetsRead = WireReader.List(ref reader, AssetResult.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Assets = WireReader.Given(assetsRead, "AssetsByAliasResult.assets"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("assets"u8);
        WireWriter.List(ref writer, Assets);
        writer.WriteString("type"u8);
        writer.WriteString("AssetsByAliasResult"u8);
    }
}

internal sealed record ConnectionResult : Message
{
    public override string Type => "ConnectionResult";

    public required string ConnId { get; init; }

    public required string ConnType { get; init; }

    public required string? Host { get; init; }

    public required string? Schema { get; init; }

    public required string? Login { get; init; }

    public required string? Password { get; init; }

    public required long? Port { get; init; }

    public required string? Extra { get; init; }

    public static ConnectionResult Read(ref MessagePackReader reader)
    {
        string? connIdRead = default;
        string? connTypeRead = default;
        string? hostRead = default;
        string? schemaRead = default;
        string? loginRead = default;
        string? passwordRead = default;
        long? portRead = default;
        string? extraRead = default;
        int count = WireReader.MapHeader(ref reader, "ConnectionResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "conn_id":
                    connIdRead = WireReader.Text(ref reader);
                    break;
                case "conn_type":
                    connTypeRead = WireReader.Text(ref reader);
                    break;
                case "host":
                    hostRead = WireReader.Text(ref reader);
                    break;
                case "schema":
                    schemaRead = WireReader.Text(ref reader);
                    break;
                case "login":
                    loginRead = WireReader.Text(ref reader);
                    break;
                case "password":
                    passwordRead = WireReader.Text(ref reader);
                    break;
                case "port":
                    portRead = WireReader.Integer(ref reader);
                    break;
                case "extra":
                    extraRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            ConnId = WireReader.Given(connIdRead, "ConnectionResult.conn_id"),
            ConnType = WireReader.Given(connTypeRead, "ConnectionResult.conn_type"),
            Host = hostRead,
            Schema = schemaRead,
            Login = loginRead,
            Password = passwordRead,
            Port = portRead,
            Extra = extraRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(9);
        writer.WriteString("conn_id"u8);
        WireWriter.Text(ref writer, ConnId);
        writer.WriteString("conn_type"u8);
        WireWriter.Text(ref writer, ConnType);
        writer.WriteString("host"u8);
        WireWriter.Text(ref writer, Host);
        writer.WriteString("schema"u8);
        WireWriter.Text(ref writer, Schema);
        writer.WriteString("login"u8);
        WireWriter.Text(ref writer, Login);
        writer.WriteString("password"u8);
        WireWriter.Text(ref writer, Password);
        writer.WriteString("port"u8);
        WireWriter.Integer(ref writer, Port);
        writer.WriteString("extra"u8);
        WireWriter.Text(ref writer, Extra);
        writer.WriteString("type"u8);
        writer.WriteString("ConnectionResult"u8);
    }
}

internal sealed record DRCount : Message
{
    public override string Type => "DRCount";

    public required long Count { get; init; }

    public static DRCount Read(ref MessagePackReader reader)
    {
        long? countRead = default;
        int count = WireReader.MapHeader(ref reader, "DRCount");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "count":
                    countRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Count = WireReader.Given(countRead, "DRCount.count"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("count"u8);
        WireWriter.Integer(ref writer, Count);
        writer.WriteString("type"u8);
        writer.WriteString("DRCount"u8);
    }
}

internal sealed record DagResult : Message
{
    public override string Type => "DagResult";

    public required string DagId { get; init; }

    public required bool IsPaused { get; init; }

    public required string? BundleName { get; init; }

    public required string? BundleVersion { get; init; }

    public required string? RelativeFileloc { get; init; }

    public required string? Owners { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required DateTimeOffset? NextDagrun { get; init; }

    public static DagResult Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        bool? isPausedRead = default;
        string? bundleNameRead = default;
        string? bundleVersionRead = default;
        string? relativeFilelocRead = default;
        string? ownersRead = default;
        IReadOnlyList<string>? tagsRead = default;
        DateTimeOffset? nextDagrunRead = default;
        int count = WireReader.MapHeader(ref reader, "DagResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "is_paused":
                    isPausedRead = WireReader.Flag(ref reader);
                    break;
                case "bundle_name":
                    bundleNameRead = WireReader.Text(ref reader);
                    break;
                case "bundle_version":
                    bundleVersionRead = WireReader.Text(ref reader);
                    break;
                case "relative_fileloc":
                    relativeFilelocRead = WireReader.Text(ref reader);
                    break;
                case "owners":
                    ownersRead = WireReader.Text(ref reader);
                    break;
                case "tags":
                    tagsRead = WireReader.Texts(ref reader);
                    break;
                case "next_dagrun":
                    nextDagrunRead = WireReader.Moment(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "DagResult.dag_id"),
            IsPaused = WireReader.Given(isPausedRead, "DagResult.is_paused"),
            BundleName = bundleNameRead,
            BundleVersion = bundleVersionRead,
            RelativeFileloc = relativeFilelocRead,
            Owners = ownersRead,
            Tags = WireReader.Given(tagsRead, "DagResult.tags"),
            NextDagrun = nextDagrunRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(9);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("is_paused"u8);
        WireWriter.Flag(ref writer, IsPaused);
        writer.WriteString("bundle_name"u8);
        WireWriter.Text(ref writer, BundleName);
        writer.WriteString("bundle_version"u8);
        WireWriter.Text(ref writer, BundleVersion);
        writer.WriteString("relative_fileloc"u8);
        WireWriter.Text(ref writer, RelativeFileloc);
        writer.WriteString("owners"u8);
        WireWriter.Text(ref writer, Owners);
        writer.WriteString("tags"u8);
        WireWriter.Texts(ref writer, Tags);
        writer.WriteString("next_dagrun"u8);
        WireWriter.Moment(ref writer, NextDagrun);
        writer.WriteString("type"u8);
        writer.WriteString("DagResult"u8);
    }
}

internal sealed record DagRunResult : Message
{
    public override string Type => "DagRunResult";

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required DateTimeOffset? LogicalDate { get; init; }

    public required DateTimeOffset? DataIntervalStart { get; init; }

    public required DateTimeOffset? DataIntervalEnd { get; init; }

    public required DateTimeOffset RunAfter { get; init; }

    public required DateTimeOffset? StartDate { get; init; }

    public required DateTimeOffset? EndDate { get; init; }

    public long? ClearNumber { get; init; }

    public required string RunType { get; init; }

    public required string State { get; init; }

    public JsonText Conf { get; init; }

    public string? TriggeringUserName { get; init; }

    public required IReadOnlyList<AssetEventDagRunReference> ConsumedAssetEvents { get; init; }

    public required string? PartitionKey { get; init; }

    public DateTimeOffset? PartitionDate { get; init; }

    public string? Note { get; init; }

    public string? TeamName { get; init; }

    public static DagRunResult Read(ref MessagePackReader reader)
    {
        string? dagIdRead = default;
        string? runIdRead = default;
        DateTimeOffset? logicalDateRead = default;
        DateTimeOffset? dataIntervalStartRead = default;
        DateTimeOffset? dataIntervalEndRead = default;
        DateTimeOffset? runAfterRead = default;
        DateTimeOffset? startDateRead = default;
        DateTimeOffset? endDateRead = default;
        long? clearNumberRead = default;
        string? runTypeRead = default;
        string? stateRead = default;
        JsonText confRead = default;
        string? triggeringUserNameRead = default;
        IReadOnlyList<AssetEventDagRunReference>? consumedAssetEventsRead = default;
        string? partitionKeyRead = default;
        DateTimeOffset? partitionDateRead = default;
        string? noteRead = default;
        string? teamNameRead = default;
        int count = WireReader.MapHeader(ref reader, "DagRunResult");
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
                case "logical_date":
                    logicalDateRead = WireReader.Moment(ref reader);
                    break;
                case "data_interval_start":
                    dataIntervalStartRead = WireReader.Moment(ref reader);
                    break;
                case "data_interval_end":
                    dataIntervalEndRead = WireReader.Moment(ref reader);
                    break;
                case "run_after":
                    runAfterRead = WireReader.Moment(ref reader);
                    break;
                case "start_date":
                    startDateRead = WireReader.Moment(ref reader);
                    break;
                case "end_date":
                    endDateRead = WireReader.Moment(ref reader);
                    break;
                case "clear_number":
                    clearNumberRead = WireReader.Integer(ref reader);
                    break;
                case "run_type":
                    runTypeRead = WireReader.Text(ref reader);
                    break;
                case "state":
                    stateRead = WireReader.Text(ref reader);
                    break;
                case "conf":
                    confRead = WireReader.Json(ref reader);
                    break;
                case "triggering_user_name":
                    triggeringUserNameRead = WireReader.Text(ref reader);
                    break;
                case "consumed_asset_events":
                    consumedAssetEventsRead = WireReader.List(ref reader, AssetEventDagRunReference.Read);
                    break;
                case "partition_key":
                    partitionKeyRead = WireReader.Text(ref reader);
                    break;
                case "partition_date":
                    partitionDateRead = WireReader.Moment(ref reader);
                    break;
                case "note":
                    noteRead = WireReader.Text(ref reader);
                    break;
                case "team_name":
                    teamNameRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagId = WireReader.Given(dagIdRead, "DagRunResult.dag_id"),
            RunId = WireReader.Given(runIdRead, "DagRunResult.run_id"),
            LogicalDate = logicalDateRead,
            DataIntervalStart = dataIntervalStartRead,
            DataIntervalEnd = dataIntervalEndRead,
            RunAfter = WireReader.Given(runAfterRead, "DagRunResult.run_after"),
            StartDate = startDateRead,
            EndDate = endDateRead,
            ClearNumber = clearNumberRead,
            RunType = WireReader.Given(runTypeRead, "DagRunResult.run_type"),
            State = WireReader.Given(stateRead, "DagRunResult.state"),
            Conf = confRead,
            TriggeringUserName = triggeringUserNameRead,
            ConsumedAssetEvents = WireReader.Given(consumedAssetEventsRead, "DagRunResult.consumed_asset_events"),
            PartitionKey = partitionKeyRead,
            PartitionDate = partitionDateRead,
            Note = noteRead,
            TeamName = teamNameRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(19);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("logical_date"u8);
        WireWriter.Moment(ref writer, LogicalDate);
        writer.WriteString("data_interval_start"u8);
        WireWriter.Moment(ref writer, DataIntervalStart);
        writer.WriteString("data_interval_end"u8);
        WireWriter.Moment(ref writer, DataIntervalEnd);
        writer.WriteString("run_after"u8);
        WireWriter.Moment(ref writer, RunAfter);
        writer.WriteString("start_date"u8);
        WireWriter.Moment(ref writer, StartDate);
        writer.WriteString("end_date"u8);
        WireWriter.Moment(ref writer, EndDate);
        writer.WriteString("clear_number"u8);
        WireWriter.Integer(ref writer, ClearNumber);
        writer.WriteString("run_type"u8);
        WireWriter.Text(ref writer, RunType);
        writer.WriteString("state"u8);
        WireWriter.Text(ref writer, State);
        writer.WriteString("conf"u8);
        WireWriter.Json(ref writer, Conf);
        writer.WriteString("triggering_user_name"u8);
        WireWriter.Text(ref writer, TriggeringUserName);
        writer.WriteString("consumed_asset_events"u8);
        WireWriter.List(ref writer, ConsumedAssetEvents);
        writer.WriteString("partition_key"u8);
        WireWriter.Text(ref writer, PartitionKey);
        writer.WriteString("partition_date"u8);
        WireWriter.Moment(ref writer, PartitionDate);
        writer.WriteString("note"u8);
        WireWriter.Text(ref writer, Note);
        writer.WriteString("team_name"u8);
        WireWriter.Text(ref writer, TeamName);
        writer.WriteString("type"u8);
        writer.WriteString("DagRunResult"u8);
    }
}

internal sealed record DagRunStateResult : Message
{
    public override string Type => "DagRunStateResult";

    public required string State { get; init; }

    public static DagRunStateResult Read(ref MessagePackReader reader)
    {
        string? stateRead = default;
        int count = WireReader.MapHeader(ref reader, "DagRunStateResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
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
            State = WireReader.Given(stateRead, "DagRunStateResult.state"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("state"u8);
        WireWriter.Text(ref writer, State);
        writer.WriteString("type"u8);
        writer.WriteString("DagRunStateResult"u8);
    }
}

internal sealed record ErrorResponse : Message
{
    public override string Type => "ErrorResponse";

    public string Error { get; init; } = "GENERIC_ERROR";

    public JsonText Detail { get; init; }

    public static ErrorResponse Read(ref MessagePackReader reader)
    {
        string? errorRead = default;
        JsonText detailRead = default;
        int count = WireReader.MapHeader(ref reader, "ErrorResponse");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "error":
                    errorRead = WireReader.Text(ref reader);
                    break;
                case "detail":
                    detailRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Error = errorRead ?? "GENERIC_ERROR",
            Detail = detailRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("error"u8);
        WireWriter.Text(ref writer, Error);
        writer.WriteString("detail"u8);
        WireWriter.Json(ref writer, Detail);
        writer.WriteString("type"u8);
        writer.WriteString("ErrorResponse"u8);
    }
}

internal sealed record HITLDetailRequestResult : Message
{
    public override string Type => "HITLDetailRequestResult";

    public required Guid TiId { get; init; }

    public required IReadOnlyList<string> Options { get; init; }

    public required string Subject { get; init; }

    public string? Body { get; init; }

    public IReadOnlyList<string>? Defaults { get; init; }

    public bool? Multiple { get; init; }

    public JsonText Params { get; init; }

    public IReadOnlyList<HITLUser>? AssignedUsers { get; init; }

    public static HITLDetailRequestResult Read(ref MessagePackReader reader)
    {
        Guid? tiIdRead = default;
        IReadOnlyList<string>? optionsRead = default;
        string? subjectRead = default;
        string? bodyRead = default;
        IReadOnlyList<string>? defaultsRead = default;
        bool? multipleRead = default;
        JsonText paramsRead = default;
        IReadOnlyList<HITLUser>? assignedUsersRead = default;
        int count = WireReader.MapHeader(ref reader, "HITLDetailRequestResult");
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
            TiId = WireReader.Given(tiIdRead, "HITLDetailRequestResult.ti_id"),
            Options = WireReader.Given(optionsRead, "HITLDetailRequestResult.options"),
            Subject = WireReader.Given(subjectRead, "HITLDetailRequestResult.subject"),
            Body = bodyRead,
            Defaults = defaultsRead,
            Multiple = multipleRead,
            Params = paramsRead,
            AssignedUsers = assignedUsersRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(9);
        writer.WriteString("ti_id"u8);
        WireWriter.Uuid(ref writer, TiId);
        writer.WriteString("options"u8);
        WireWriter.Texts(ref writer, Options);
        writer.WriteString("subject"u8);
        WireWriter.Text(ref writer, Subject);
        writer.WriteString("body"u8);
        WireWriter.Text(ref writer, Body);
        writer.WriteString("defaults"u8);
        WireWriter.Texts(ref writer, Defaults);
        writer.WriteString("multiple"u8);
        WireWriter.Flag(ref writer, Multiple);
        writer.WriteString("params"u8);
        WireWriter.Json(ref writer, Params);
        writer.WriteString("assigned_users"u8);
        WireWriter.List(ref writer, AssignedUsers);
        writer.WriteString("type"u8);
        writer.WriteString("HITLDetailRequestResult"u8);
    }
}

internal sealed record InactiveAssetsResult : Message
{
    public override string Type => "InactiveAssetsResult";

    public IReadOnlyList<AssetProfile>? InactiveAssets { get; init; }

    public static InactiveAssetsResult Read(ref MessagePackReader reader)
    {
        IReadOnlyList<AssetProfile>? inactiveAssetsRead = default;
        int count = WireReader.MapHeader(ref reader, "InactiveAssetsResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "inactive_assets":
                    inactiveAssetsRead = WireReader.List(ref reader, AssetProfile.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            InactiveAssets = inactiveAssetsRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("inactive_assets"u8);
        WireWriter.List(ref writer, InactiveAssets);
        writer.WriteString("type"u8);
        writer.WriteString("InactiveAssetsResult"u8);
    }
}

internal sealed record OKResponse : Message
{
    public override string Type => "OKResponse";

    public required bool Ok { get; init; }

    public static OKResponse Read(ref MessagePackReader reader)
    {
        bool? okRead = default;
        int count = WireReader.MapHeader(ref reader, "OKResponse");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ok":
                    okRead = WireReader.Flag(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Ok = WireReader.Given(okRead, "OKResponse.ok"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("ok"u8);
        WireWriter.Flag(ref writer, Ok);
        writer.WriteString("type"u8);
        writer.WriteString("OKResponse"u8);
    }
}

internal sealed record PrevSuccessfulDagRunResult : Message
{
    public override string Type => "PrevSuccessfulDagRunResult";

    public DateTimeOffset? DataIntervalStart { get; init; }

    public DateTimeOffset? DataIntervalEnd { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    public DateTimeOffset? EndDate { get; init; }

    public static PrevSuccessfulDagRunResult Read(ref MessagePackReader reader)
    {
        DateTimeOffset? dataIntervalStartRead = default;
        DateTimeOffset? dataIntervalEndRead = default;
        DateTimeOffset? startDateRead = default;
        DateTimeOffset? endDateRead = default;
        int count = WireReader.MapHeader(ref reader, "PrevSuccessfulDagRunResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "data_interval_start":
                    dataIntervalStartRead = WireReader.Moment(ref reader);
                    break;
                case "data_interval_end":
                    dataIntervalEndRead = WireReader.Moment(ref reader);
                    break;
                case "start_date":
                    startDateRead = WireReader.Moment(ref reader);
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
            DataIntervalStart = dataIntervalStartRead,
            DataIntervalEnd = dataIntervalEndRead,
            StartDate = startDateRead,
            EndDate = endDateRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(5);
        writer.WriteString("data_interval_start"u8);
        WireWriter.Moment(ref writer, DataIntervalStart);
        writer.WriteString("data_interval_end"u8);
        WireWriter.Moment(ref writer, DataIntervalEnd);
        writer.WriteString("start_date"u8);
        WireWriter.Moment(ref writer, StartDate);
        writer.WriteString("end_date"u8);
        WireWriter.Moment(ref writer, EndDate);
        writer.WriteString("type"u8);
        writer.WriteString("PrevSuccessfulDagRunResult"u8);
    }
}

internal sealed record PreviousDagRunResult : Message
{
    public override string Type => "PreviousDagRunResult";

    public DagRun? DagRun { get; init; }

    public static PreviousDagRunResult Read(ref MessagePackReader reader)
    {
        DagRun? dagRunRead = default;
        int count = WireReader.MapHeader(ref reader, "PreviousDagRunResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_run":
                    dagRunRead = WireReader.Map(ref reader, DagRun.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagRun = dagRunRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("dag_run"u8);
        WireWriter.Map(ref writer, DagRun);
        writer.WriteString("type"u8);
        writer.WriteString("PreviousDagRunResult"u8);
    }
}

internal sealed record PreviousTIResult : Message
{
    public override string Type => "PreviousTIResult";

    public PreviousTIResponse? TaskInstance { get; init; }

    public static PreviousTIResult Read(ref MessagePackReader reader)
    {
        PreviousTIResponse? taskInstanceRead = default;
        int count = WireReader.MapHeader(ref reader, "PreviousTIResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "task_instance":
                    taskInstanceRead = WireReader.Map(ref reader, PreviousTIResponse.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TaskInstance = taskInstanceRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("task_instance"u8);
        WireWriter.Map(ref writer, TaskInstance);
        writer.WriteString("type"u8);
        writer.WriteString("PreviousTIResult"u8);
    }
}

internal sealed record SentFDs : Message
{
    public override string Type => "SentFDs";

    public required IReadOnlyList<long> Fds { get; init; }

    public static SentFDs Read(ref MessagePackReader reader)
    {
        IReadOnlyList<long>? fdsRead = default;
        int count = WireReader.MapHeader(ref reader, "SentFDs");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "fds":
                    fdsRead = WireReader.Integers(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Fds = WireReader.Given(fdsRead, "SentFDs.fds"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("type"u8);
        writer.WriteString("SentFDs"u8);
        writer.WriteString("fds"u8);
        WireWriter.Integers(ref writer, Fds);
    }
}

internal sealed record StartupDetails : Message
{
    public override string Type => "StartupDetails";

    public required TaskInstance Ti { get; init; }

    public required string DagRelPath { get; init; }

    public required BundleInfo BundleInfo { get; init; }

    public required DateTimeOffset StartDate { get; init; }

    public required TIRunContext TiContext { get; init; }

    public required string SentryIntegration { get; init; }

    public static StartupDetails Read(ref MessagePackReader reader)
    {
        TaskInstance? tiRead = default;
        string? dagRelPathRead = default;
        BundleInfo? bundleInfoRead = default;
        DateTimeOffset? startDateRead = default;
        TIRunContext? tiContextRead = default;
        string? sentryIntegrationRead = default;
        int count = WireReader.MapHeader(ref reader, "StartupDetails");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "ti":
                    tiRead = WireReader.Map(ref reader, TaskInstance.Read);
                    break;
                case "dag_rel_path":
                    dagRelPathRead = WireReader.Text(ref reader);
                    break;
                case "bundle_info":
                    bundleInfoRead = WireReader.Map(ref reader, BundleInfo.Read);
                    break;
                case "start_date":
                    startDateRead = WireReader.Moment(ref reader);
                    break;
                case "ti_context":
                    tiContextRead = WireReader.Map(ref reader, TIRunContext.Read);
                    break;
                case "sentry_integration":
                    sentryIntegrationRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Ti = WireReader.Given(tiRead, "StartupDetails.ti"),
            DagRelPath = WireReader.Given(dagRelPathRead, "StartupDetails.dag_rel_path"),
            BundleInfo = WireReader.Given(bundleInfoRead, "StartupDetails.bundle_info"),
            StartDate = WireReader.Given(startDateRead, "StartupDetails.start_date"),
            TiContext = WireReader.Given(tiContextRead, "StartupDetails.ti_context"),
            SentryIntegration = WireReader.Given(sentryIntegrationRead, "StartupDetails.sentry_integration"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(7);
        writer.WriteString("ti"u8);
        WireWriter.Map(ref writer, Ti);
        writer.WriteString("dag_rel_path"u8);
        WireWriter.Text(ref writer, DagRelPath);
        writer.WriteString("bundle_info"u8);
        WireWriter.Map(ref writer, BundleInfo);
        writer.WriteString("start_date"u8);
        WireWriter.Moment(ref writer, StartDate);
        writer.WriteString("ti_context"u8);
        WireWriter.Map(ref writer, TiContext);
        writer.WriteString("sentry_integration"u8);
        WireWriter.Text(ref writer, SentryIntegration);
        writer.WriteString("type"u8);
        writer.WriteString("StartupDetails"u8);
    }
}

internal sealed record TICount : Message
{
    public override string Type => "TICount";

    public required long Count { get; init; }

    public static TICount Read(ref MessagePackReader reader)
    {
        long? countRead = default;
        int count = WireReader.MapHeader(ref reader, "TICount");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "count":
                    countRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Count = WireReader.Given(countRead, "TICount.count"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("count"u8);
        WireWriter.Integer(ref writer, Count);
        writer.WriteString("type"u8);
        writer.WriteString("TICount"u8);
    }
}

internal sealed record TaskBreadcrumbsResult : Message
{
    public override string Type => "TaskBreadcrumbsResult";

    public required JsonText Breadcrumbs { get; init; }

    public static TaskBreadcrumbsResult Read(ref MessagePackReader reader)
    {
        JsonText breadcrumbsRead = default;
        int count = WireReader.MapHeader(ref reader, "TaskBreadcrumbsResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "breadcrumbs":
                    breadcrumbsRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Breadcrumbs = breadcrumbsRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("breadcrumbs"u8);
        WireWriter.Json(ref writer, Breadcrumbs);
        writer.WriteString("type"u8);
        writer.WriteString("TaskBreadcrumbsResult"u8);
    }
}

internal sealed record TaskRescheduleStartDate : Message
{
    public override string Type => "TaskRescheduleStartDate";

    public required DateTimeOffset? StartDate { get; init; }

    public static TaskRescheduleStartDate Read(ref MessagePackReader reader)
    {
        DateTimeOffset? startDateRead = default;
        int count = WireReader.MapHeader(ref reader, "TaskRescheduleStartDate");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "start_date":
                    startDateRead = WireReader.Moment(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            StartDate = startDateRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("start_date"u8);
        WireWriter.Moment(ref writer, StartDate);
        writer.WriteString("type"u8);
        writer.WriteString("TaskRescheduleStartDate"u8);
    }
}

internal sealed record TaskStateStoreResult : Message
{
    public override string Type => "TaskStateStoreResult";

    public required JsonText Value { get; init; }

    public static TaskStateStoreResult Read(ref MessagePackReader reader)
    {
        JsonText valueRead = default;
        int count = WireReader.MapHeader(ref reader, "TaskStateStoreResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
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
            Value = valueRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("value"u8);
        WireWriter.Json(ref writer, Value);
        writer.WriteString("type"u8);
        writer.WriteString("TaskStateStoreResult"u8);
    }
}

internal sealed record TaskStatesResult : Message
{
    public override string Type => "TaskStatesResult";

    public required JsonText TaskStates { get; init; }

    public static TaskStatesResult Read(ref MessagePackReader reader)
    {
        JsonText taskStatesRead = default;
        int count = WireReader.MapHeader(ref reader, "TaskStatesResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "task_states":
                    taskStatesRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TaskStates = taskStatesRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("task_states"u8);
        WireWriter.Json(ref writer, TaskStates);
        writer.WriteString("type"u8);
        writer.WriteString("TaskStatesResult"u8);
    }
}

internal sealed record VariableKeysResult : Message
{
    public override string Type => "VariableKeysResult";

    public required IReadOnlyList<string> Keys { get; init; }

    public required long TotalEntries { get; init; }

    public static VariableKeysResult Read(ref MessagePackReader reader)
    {
        IReadOnlyList<string>? keysRead = default;
        long? totalEntriesRead = default;
        int count = WireReader.MapHeader(ref reader, "VariableKeysResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "keys":
                    keysRead = WireReader.Texts(ref reader);
                    break;
                case "total_entries":
                    totalEntriesRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Keys = WireReader.Given(keysRead, "VariableKeysResult.keys"),
            TotalEntries = WireReader.Given(totalEntriesRead, "VariableKeysResult.total_entries"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("keys"u8);
        WireWriter.Texts(ref writer, Keys);
        writer.WriteString("total_entries"u8);
        WireWriter.Integer(ref writer, TotalEntries);
        writer.WriteString("type"u8);
        writer.WriteString("VariableKeysResult"u8);
    }
}

internal sealed record VariableResult : Message
{
    public override string Type => "VariableResult";

    public required string Key { get; init; }

    public required string? Value { get; init; }

    public static VariableResult Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        string? valueRead = default;
        int count = WireReader.MapHeader(ref reader, "VariableResult");
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
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "VariableResult.key"),
            Value = valueRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("value"u8);
        WireWriter.Text(ref writer, Value);
        writer.WriteString("type"u8);
        writer.WriteString("VariableResult"u8);
    }
}

internal sealed record XComCountResponse : Message
{
    public override string Type => "XComCountResponse";

    public required long Len { get; init; }

    public static XComCountResponse Read(ref MessagePackReader reader)
    {
        long? lenRead = default;
        int count = WireReader.MapHeader(ref reader, "XComCountResponse");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "len":
                    lenRead = WireReader.Integer(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Len = WireReader.Given(lenRead, "XComCountResponse.len"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("len"u8);
        WireWriter.Integer(ref writer, Len);
        writer.WriteString("type"u8);
        writer.WriteString("XComCountResponse"u8);
    }
}

internal sealed record XComResult : Message
{
    public override string Type => "XComResult";

    public required string Key { get; init; }

    public required JsonText Value { get; init; }

    public static XComResult Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        JsonText valueRead = default;
        int count = WireReader.MapHeader(ref reader, "XComResult");
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
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Key = WireReader.Given(keyRead, "XComResult.key"),
            Value = valueRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("value"u8);
        WireWriter.Json(ref writer, Value);
        writer.WriteString("type"u8);
        writer.WriteString("XComResult"u8);
    }
}

internal sealed record XComSequenceIndexResult : Message
{
    public override string Type => "XComSequenceIndexResult";

    public required JsonText Root { get; init; }

    public static XComSequenceIndexResult Read(ref MessagePackReader reader)
    {
        JsonText rootRead = default;
        int count = WireReader.MapHeader(ref reader, "XComSequenceIndexResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "root":
                    rootRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Root = rootRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("root"u8);
        WireWriter.Json(ref writer, Root);
        writer.WriteString("type"u8);
        writer.WriteString("XComSequenceIndexResult"u8);
    }
}

internal sealed record XComSequenceSliceResult : Message
{
    public override string Type => "XComSequenceSliceResult";

    public required IReadOnlyList<JsonText> Root { get; init; }

    public static XComSequenceSliceResult Read(ref MessagePackReader reader)
    {
        IReadOnlyList<JsonText>? rootRead = default;
        int count = WireReader.MapHeader(ref reader, "XComSequenceSliceResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "root":
                    rootRead = WireReader.Jsons(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Root = WireReader.Given(rootRead, "XComSequenceSliceResult.root"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("root"u8);
        WireWriter.Jsons(ref writer, Root);
        writer.WriteString("type"u8);
        writer.WriteString("XComSequenceSliceResult"u8);
    }
}
