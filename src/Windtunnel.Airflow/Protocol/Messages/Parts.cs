// Written by eng/GenerateMessages.cs. Change that, not this. What messages are made of.
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

internal sealed record AssetAliasReferenceAssetEventDagRun : WireMap
{
    public required string Name { get; init; }

    public static AssetAliasReferenceAssetEventDagRun Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetAliasReferenceAssetEventDagRun");
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
            Name = WireReader.Given(nameRead, "AssetAliasReferenceAssetEventDagRun.name"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(1);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
    }
}

internal sealed record AssetEventResponse : WireMap
{
    public required long Id { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public JsonText Extra { get; init; }

    public required AssetResponse Asset { get; init; }

    public required IReadOnlyList<DagRunAssetReference> CreatedDagruns { get; init; }

    public string? SourceTaskId { get; init; }

    public string? SourceDagId { get; init; }

    public string? SourceRunId { get; init; }

    public long? SourceMapIndex { get; init; }

    public string? PartitionKey { get; init; }

    public static AssetEventResponse Read(ref MessagePackReader reader)
    {
        long? idRead = default;
        DateTimeOffset? timestampRead = default;
        JsonText extraRead = default;
        AssetResponse? assetRead = default;
        IReadOnlyList<DagRunAssetReference>? createdDagrunsRead = default;
        string? sourceTaskIdRead = default;
        string? sourceDagIdRead = default;
        string? sourceRunIdRead = default;
        long? sourceMapIndexRead = default;
        string? partitionKeyRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetEventResponse");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "id":
                    idRead = WireReader.Integer(ref reader);
                    break;
                case "timestamp":
                    timestampRead = WireReader.Moment(ref reader);
                    break;
                case "extra":
                    extraRead = WireReader.Json(ref reader);
                    break;
                case "asset":
                    assetRead = WireReader.Map(ref reader, AssetResponse.Read);
                    break;
                case "created_dagruns":
                    createdDagrunsRead = WireReader.List(ref reader, DagRunAssetReference.Read);
                    break;
                case "source_task_id":
                    sourceTaskIdRead = WireReader.Text(ref reader);
                    break;
                case "source_dag_id":
                    sourceDagIdRead = WireReader.Text(ref reader);
                    break;
                case "source_run_id":
                    sourceRunIdRead = WireReader.Text(ref reader);
                    break;
                case "source_map_index":
                    sourceMapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "partition_key":
                    partitionKeyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Id = WireReader.Given(idRead, "AssetEventResponse.id"),
            Timestamp = WireReader.Given(timestampRead, "AssetEventResponse.timestamp"),
            Extra = extraRead,
            Asset = WireReader.Given(assetRead, "AssetEventResponse.asset"),
            CreatedDagruns = WireReader.Given(createdDagrunsRead, "AssetEventResponse.created_dagruns"),
            SourceTaskId = sourceTaskIdRead,
            SourceDagId = sourceDagIdRead,
            SourceRunId = sourceRunIdRead,
            SourceMapIndex = sourceMapIndexRead,
            PartitionKey = partitionKeyRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(10);
        writer.WriteString("id"u8);
        WireWriter.Integer(ref writer, Id);
        writer.WriteString("timestamp"u8);
        WireWriter.Moment(ref writer, Timestamp);
        writer.WriteString("extra"u8);
        WireWriter.Json(ref writer, Extra);
        writer.WriteString("asset"u8);
        WireWriter.Map(ref writer, Asset);
        writer.WriteString("created_dagruns"u8);
        WireWriter.List(ref writer, CreatedDagruns);
        writer.WriteString("source_task_id"u8);
        WireWriter.Text(ref writer, SourceTaskId);
        writer.WriteString("source_dag_id"u8);
        WireWriter.Text(ref writer, SourceDagId);
        writer.WriteString("source_run_id"u8);
        WireWriter.Text(ref writer, SourceRunId);
        writer.WriteString("source_map_index"u8);
        WireWriter.Integer(ref writer, SourceMapIndex);
        writer.WriteString("partition_key"u8);
        WireWriter.Text(ref writer, PartitionKey);
    }
}

internal sealed record AssetProfile : WireMap
{
    public string? Name { get; init; }

    public string? Uri { get; init; }

    public required string Type { get; init; }

    public static AssetProfile Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? uriRead = default;
        string? typeRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetProfile");
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
                case "type":
                    typeRead = WireReader.Text(ref reader);
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
            Type = WireReader.Given(typeRead, "AssetProfile.type"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(1 + (Name is null ? 0 : 1) + (Uri is null ? 0 : 1));
        if (Name is not null)
        {
            writer.WriteString("name"u8);
            WireWriter.Text(ref writer, Name);
        }

        if (Uri is not null)
        {
            writer.WriteString("uri"u8);
            WireWriter.Text(ref writer, Uri);
        }

        writer.WriteString("type"u8);
        WireWriter.Text(ref writer, Type);
    }
}

internal sealed record AssetResponse : WireMap
{
    public required string Name { get; init; }

    public required string Uri { get; init; }

    public required string Group { get; init; }

    public JsonText Extra { get; init; }

    public static AssetResponse Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? uriRead = default;
        string? groupRead = default;
        JsonText extraRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetResponse");
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
            Name = WireReader.Given(nameRead, "AssetResponse.name"),
            Uri = WireReader.Given(uriRead, "AssetResponse.uri"),
            Group = WireReader.Given(groupRead, "AssetResponse.group"),
            Extra = extraRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(4);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        writer.WriteString("group"u8);
        WireWriter.Text(ref writer, Group);
        writer.WriteString("extra"u8);
        WireWriter.Json(ref writer, Extra);
    }
}

internal sealed record BundleInfo : WireMap
{
    public required string Name { get; init; }

    public string? Version { get; init; }

    public static BundleInfo Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? versionRead = default;
        int count = WireReader.MapHeader(ref reader, "BundleInfo");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "name":
                    nameRead = WireReader.Text(ref reader);
                    break;
                case "version":
                    versionRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Name = WireReader.Given(nameRead, "BundleInfo.name"),
            Version = versionRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("version"u8);
        WireWriter.Text(ref writer, Version);
    }
}

internal sealed record ConnectionResponse : WireMap
{
    public required string ConnId { get; init; }

    public required string ConnType { get; init; }

    public required string? Host { get; init; }

    public required string? Schema { get; init; }

    public required string? Login { get; init; }

    public required string? Password { get; init; }

    public required long? Port { get; init; }

    public required string? Extra { get; init; }

    public static ConnectionResponse Read(ref MessagePackReader reader)
    {
        string? connIdRead = default;
        string? connTypeRead = default;
        string? hostRead = default;
        string? schemaRead = default;
        string? loginRead = default;
        string? passwordRead = default;
        long? portRead = default;
        string? extraRead = default;
        int count = WireReader.MapHeader(ref reader, "ConnectionResponse");
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
            ConnId = WireReader.Given(connIdRead, "ConnectionResponse.conn_id"),
            ConnType = WireReader.Given(connTypeRead, "ConnectionResponse.conn_type"),
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
        writer.WriteMapHeader(8);
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
    }
}

internal sealed record DagRunAssetReference : WireMap
{
    public required string RunId { get; init; }

    public required string DagId { get; init; }

    public required DateTimeOffset? LogicalDate { get; init; }

    public required DateTimeOffset StartDate { get; init; }

    public required DateTimeOffset? EndDate { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset? DataIntervalStart { get; init; }

    public required DateTimeOffset? DataIntervalEnd { get; init; }

    public required string? PartitionKey { get; init; }

    public static DagRunAssetReference Read(ref MessagePackReader reader)
    {
        string? runIdRead = default;
        string? dagIdRead = default;
        DateTimeOffset? logicalDateRead = default;
        DateTimeOffset? startDateRead = default;
        DateTimeOffset? endDateRead = default;
        string? stateRead = default;
        DateTimeOffset? dataIntervalStartRead = default;
        DateTimeOffset? dataIntervalEndRead = default;
        string? partitionKeyRead = default;
        int count = WireReader.MapHeader(ref reader, "DagRunAssetReference");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "logical_date":
                    logicalDateRead = WireReader.Moment(ref reader);
                    break;
                case "start_date":
                    startDateRead = WireReader.Moment(ref reader);
                    break;
                case "end_date":
                    endDateRead = WireReader.Moment(ref reader);
                    break;
                case "state":
                    stateRead = WireReader.Text(ref reader);
                    break;
                case "data_interval_start":
                    dataIntervalStartRead = WireReader.Moment(ref reader);
                    break;
                case "data_interval_end":
                    dataIntervalEndRead = WireReader.Moment(ref reader);
                    break;
                case "partition_key":
                    partitionKeyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            RunId = WireReader.Given(runIdRead, "DagRunAssetReference.run_id"),
            DagId = WireReader.Given(dagIdRead, "DagRunAssetReference.dag_id"),
            LogicalDate = logicalDateRead,
            StartDate = WireReader.Given(startDateRead, "DagRunAssetReference.start_date"),
            EndDate = endDateRead,
            State = WireReader.Given(stateRead, "DagRunAssetReference.state"),
            DataIntervalStart = dataIntervalStartRead,
            DataIntervalEnd = dataIntervalEndRead,
            PartitionKey = partitionKeyRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(9);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("logical_date"u8);
        WireWriter.Moment(ref writer, LogicalDate);
        writer.WriteString("start_date"u8);
        WireWriter.Moment(ref writer, StartDate);
        writer.WriteString("end_date"u8);
        WireWriter.Moment(ref writer, EndDate);
        writer.WriteString("state"u8);
        WireWriter.Text(ref writer, State);
        writer.WriteString("data_interval_start"u8);
        WireWriter.Moment(ref writer, DataIntervalStart);
        writer.WriteString("data_interval_end"u8);
        WireWriter.Moment(ref writer, DataIntervalEnd);
        writer.WriteString("partition_key"u8);
        WireWriter.Text(ref writer, PartitionKey);
    }
}

internal sealed record DagRunContext : WireMap
{
    public DagRun? DagRun { get; init; }

    public TaskInstance? LastTi { get; init; }

    public static DagRunContext Read(ref MessagePackReader reader)
    {
        DagRun? dagRunRead = default;
        TaskInstance? lastTiRead = default;
        int count = WireReader.MapHeader(ref reader, "DagRunContext");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_run":
                    dagRunRead = WireReader.Map(ref reader, DagRun.Read);
                    break;
                case "last_ti":
                    lastTiRead = WireReader.Map(ref reader, TaskInstance.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            DagRun = dagRunRead,
            LastTi = lastTiRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("dag_run"u8);
        WireWriter.Map(ref writer, DagRun);
        writer.WriteString("last_ti"u8);
        WireWriter.Map(ref writer, LastTi);
    }
}

internal sealed record HITLUser : WireMap
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public static HITLUser Read(ref MessagePackReader reader)
    {
        string? idRead = default;
        string? nameRead = default;
        int count = WireReader.MapHeader(ref reader, "HITLUser");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "id":
                    idRead = WireReader.Text(ref reader);
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
            Id = WireReader.Given(idRead, "HITLUser.id"),
            Name = WireReader.Given(nameRead, "HITLUser.name"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("id"u8);
        WireWriter.Text(ref writer, Id);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
    }
}

internal sealed record LazyDeserializedDAG : WireMap
{
    public required JsonText Data { get; init; }

    public DateTimeOffset? LastLoaded { get; init; }

    public static LazyDeserializedDAG Read(ref MessagePackReader reader)
    {
        JsonText dataRead = default;
        DateTimeOffset? lastLoadedRead = default;
        int count = WireReader.MapHeader(ref reader, "LazyDeserializedDAG");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "data":
                    dataRead = WireReader.Json(ref reader);
                    break;
                case "last_loaded":
                    lastLoadedRead = WireReader.Moment(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Data = dataRead,
            LastLoaded = lastLoadedRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("data"u8);
        WireWriter.Json(ref writer, Data);
        writer.WriteString("last_loaded"u8);
        WireWriter.Moment(ref writer, LastLoaded);
    }
}

internal sealed record PreviousTIResponse : WireMap
{
    public required string TaskId { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public DateTimeOffset? LogicalDate { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    public DateTimeOffset? EndDate { get; init; }

    public string? State { get; init; }

    public required long TryNumber { get; init; }

    public long? MapIndex { get; init; }

    public double? Duration { get; init; }

    public static PreviousTIResponse Read(ref MessagePackReader reader)
    {
        string? taskIdRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        DateTimeOffset? logicalDateRead = default;
        DateTimeOffset? startDateRead = default;
        DateTimeOffset? endDateRead = default;
        string? stateRead = default;
        long? tryNumberRead = default;
        long? mapIndexRead = default;
        double? durationRead = default;
        int count = WireReader.MapHeader(ref reader, "PreviousTIResponse");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "logical_date":
                    logicalDateRead = WireReader.Moment(ref reader);
                    break;
                case "start_date":
                    startDateRead = WireReader.Moment(ref reader);
                    break;
                case "end_date":
                    endDateRead = WireReader.Moment(ref reader);
                    break;
                case "state":
                    stateRead = WireReader.Text(ref reader);
                    break;
                case "try_number":
                    tryNumberRead = WireReader.Integer(ref reader);
                    break;
                case "map_index":
                    mapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "duration":
                    durationRead = WireReader.Number(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            TaskId = WireReader.Given(taskIdRead, "PreviousTIResponse.task_id"),
            DagId = WireReader.Given(dagIdRead, "PreviousTIResponse.dag_id"),
            RunId = WireReader.Given(runIdRead, "PreviousTIResponse.run_id"),
            LogicalDate = logicalDateRead,
            StartDate = startDateRead,
            EndDate = endDateRead,
            State = stateRead,
            TryNumber = WireReader.Given(tryNumberRead, "PreviousTIResponse.try_number"),
            MapIndex = mapIndexRead,
            Duration = durationRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(10);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("logical_date"u8);
        WireWriter.Moment(ref writer, LogicalDate);
        writer.WriteString("start_date"u8);
        WireWriter.Moment(ref writer, StartDate);
        writer.WriteString("end_date"u8);
        WireWriter.Moment(ref writer, EndDate);
        writer.WriteString("state"u8);
        WireWriter.Text(ref writer, State);
        writer.WriteString("try_number"u8);
        WireWriter.Integer(ref writer, TryNumber);
        writer.WriteString("map_index"u8);
        WireWriter.Integer(ref writer, MapIndex);
        writer.WriteString("duration"u8);
        WireWriter.Number(ref writer, Duration);
    }
}

internal sealed record VariableResponse : WireMap
{
    public required string Key { get; init; }

    public required string? Value { get; init; }

    public static VariableResponse Read(ref MessagePackReader reader)
    {
        string? keyRead = default;
        string? valueRead = default;
        int count = WireReader.MapHeader(ref reader, "VariableResponse");
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
            Key = WireReader.Given(keyRead, "VariableResponse.key"),
            Value = valueRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(2);
        writer.WriteString("key"u8);
        WireWriter.Text(ref writer, Key);
        writer.WriteString("value"u8);
        WireWriter.Text(ref writer, Value);
    }
}

internal sealed record AssetEventDagRunReference : WireMap
{
    public required AssetReferenceAssetEventDagRun Asset { get; init; }

    public required JsonText Extra { get; init; }

    public required string? SourceTaskId { get; init; }

    public required string? SourceDagId { get; init; }

    public required string? SourceRunId { get; init; }

    public required long? SourceMapIndex { get; init; }

    public required IReadOnlyList<AssetAliasReferenceAssetEventDagRun> SourceAliases { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public string? PartitionKey { get; init; }

    public static AssetEventDagRunReference Read(ref MessagePackReader reader)
    {
        AssetReferenceAssetEventDagRun? assetRead = default;
        JsonText extraRead = default;
        string? sourceTaskIdRead = default;
        string? sourceDagIdRead = default;
        string? sourceRunIdRead = default;
        long? sourceMapIndexRead = default;
        IReadOnlyList<AssetAliasReferenceAssetEventDagRun>? sourceAliasesRead = default;
        DateTimeOffset? timestampRead = default;
        string? partitionKeyRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetEventDagRunReference");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "asset":
                    assetRead = WireReader.Map(ref reader, AssetReferenceAssetEventDagRun.Read);
                    break;
                case "extra":
                    extraRead = WireReader.Json(ref reader);
                    break;
                case "source_task_id":
                    sourceTaskIdRead = WireReader.Text(ref reader);
                    break;
                case "source_dag_id":
                    sourceDagIdRead = WireReader.Text(ref reader);
                    break;
                case "source_run_id":
                    sourceRunIdRead = WireReader.Text(ref reader);
                    break;
                case "source_map_index":
                    sourceMapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "source_aliases":
                    sourceAliasesRead = WireReader.List(ref reader, AssetAliasReferenceAssetEventDagRun.Read);
                    break;
                case "timestamp":
                    timestampRead = WireReader.Moment(ref reader);
                    break;
                case "partition_key":
                    partitionKeyRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Asset = WireReader.Given(assetRead, "AssetEventDagRunReference.asset"),
            Extra = extraRead,
            SourceTaskId = sourceTaskIdRead,
            SourceDagId = sourceDagIdRead,
            SourceRunId = sourceRunIdRead,
            SourceMapIndex = sourceMapIndexRead,
            SourceAliases = WireReader.Given(sourceAliasesRead, "AssetEventDagRunReference.source_aliases"),
            Timestamp = WireReader.Given(timestampRead, "AssetEventDagRunReference.timestamp"),
            PartitionKey = partitionKeyRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(9);
        writer.WriteString("asset"u8);
        WireWriter.Map(ref writer, Asset);
        writer.WriteString("extra"u8);
        WireWriter.Json(ref writer, Extra);
        writer.WriteString("source_task_id"u8);
        WireWriter.Text(ref writer, SourceTaskId);
        writer.WriteString("source_dag_id"u8);
        WireWriter.Text(ref writer, SourceDagId);
        writer.WriteString("source_run_id"u8);
        WireWriter.Text(ref writer, SourceRunId);
        writer.WriteString("source_map_index"u8);
        WireWriter.Integer(ref writer, SourceMapIndex);
        writer.WriteString("source_aliases"u8);
        WireWriter.List(ref writer, SourceAliases);
        writer.WriteString("timestamp"u8);
        WireWriter.Moment(ref writer, Timestamp);
        writer.WriteString("partition_key"u8);
        WireWriter.Text(ref writer, PartitionKey);
    }
}

internal sealed record AssetReferenceAssetEventDagRun : WireMap
{
    public required string Name { get; init; }

    public required string Uri { get; init; }

    public required JsonText Extra { get; init; }

    public static AssetReferenceAssetEventDagRun Read(ref MessagePackReader reader)
    {
        string? nameRead = default;
        string? uriRead = default;
        JsonText extraRead = default;
        int count = WireReader.MapHeader(ref reader, "AssetReferenceAssetEventDagRun");
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
            Name = WireReader.Given(nameRead, "AssetReferenceAssetEventDagRun.name"),
            Uri = WireReader.Given(uriRead, "AssetReferenceAssetEventDagRun.uri"),
            Extra = extraRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("name"u8);
        WireWriter.Text(ref writer, Name);
        writer.WriteString("uri"u8);
        WireWriter.Text(ref writer, Uri);
        writer.WriteString("extra"u8);
        WireWriter.Json(ref writer, Extra);
    }
}

internal sealed record DagRun : WireMap
{
    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required DateTimeOffset? LogicalDate { get; init; }

    public required DateTimeOffset? DataIntervalStart { get; init; }

    public required DateTimeOffset? DataIntervalEnd { get; init; }

    public required DateTimeOffset RunAfter { get; init; }

    public required DateTimeOffset? StartDate { get; init; }

    public required DateTimeOffset? EndDate { get; init; }

    public long ClearNumber { get; init; }

    public required string RunType { get; init; }

    public required string State { get; init; }

    public JsonText Conf { get; init; }

    public string? TriggeringUserName { get; init; }

    public required IReadOnlyList<AssetEventDagRunReference> ConsumedAssetEvents { get; init; }

    public required string? PartitionKey { get; init; }

    public DateTimeOffset? PartitionDate { get; init; }

    public string? Note { get; init; }

    public string? TeamName { get; init; }

    public static DagRun Read(ref MessagePackReader reader)
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
        int count = WireReader.MapHeader(ref reader, "DagRun");
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
            DagId = WireReader.Given(dagIdRead, "DagRun.dag_id"),
            RunId = WireReader.Given(runIdRead, "DagRun.run_id"),
            LogicalDate = logicalDateRead,
            DataIntervalStart = dataIntervalStartRead,
            DataIntervalEnd = dataIntervalEndRead,
            RunAfter = WireReader.Given(runAfterRead, "DagRun.run_after"),
            StartDate = startDateRead,
            EndDate = endDateRead,
            ClearNumber = clearNumberRead ?? 0,
            RunType = WireReader.Given(runTypeRead, "DagRun.run_type"),
            State = WireReader.Given(stateRead, "DagRun.state"),
            Conf = confRead,
            TriggeringUserName = triggeringUserNameRead,
            ConsumedAssetEvents = WireReader.Given(consumedAssetEventsRead, "DagRun.consumed_asset_events"),
            PartitionKey = partitionKeyRead,
            PartitionDate = partitionDateRead,
            Note = noteRead,
            TeamName = teamNameRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(18);
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
    }
}

internal sealed record TIRunContext : WireMap
{
    public required DagRun DagRun { get; init; }

    public long TaskRescheduleCount { get; init; }

    public required long MaxTries { get; init; }

    public IReadOnlyList<VariableResponse> Variables { get; init; } = [];

    public IReadOnlyList<ConnectionResponse> Connections { get; init; } = [];

    public string? NextMethod { get; init; }

    public JsonText NextKwargs { get; init; }

    public IReadOnlyList<string> XcomKeysToClear { get; init; } = [];

    public bool ShouldRetry { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    public static TIRunContext Read(ref MessagePackReader reader)
    {
        DagRun? dagRunRead = default;
        long? taskRescheduleCountRead = default;
        long? maxTriesRead = default;
        IReadOnlyList<VariableResponse>? variablesRead = default;
        IReadOnlyList<ConnectionResponse>? connectionsRead = default;
        string? nextMethodRead = default;
        JsonText nextKwargsRead = default;
        IReadOnlyList<string>? xcomKeysToClearRead = default;
        bool? shouldRetryRead = default;
        DateTimeOffset? startDateRead = default;
        int count = WireReader.MapHeader(ref reader, "TIRunContext");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "dag_run":
                    dagRunRead = WireReader.Map(ref reader, DagRun.Read);
                    break;
                case "task_reschedule_count":
                    taskRescheduleCountRead = WireReader.Integer(ref reader);
                    break;
                case "max_tries":
                    maxTriesRead = WireReader.Integer(ref reader);
                    break;
                case "variables":
                    variablesRead = WireReader.List(ref reader, VariableResponse.Read);
                    break;
                case "connections":
                    connectionsRead = WireReader.List(ref reader, ConnectionResponse.Read);
                    break;
                case "next_method":
                    nextMethodRead = WireReader.Text(ref reader);
                    break;
                case "next_kwargs":
                    nextKwargsRead = WireReader.Json(ref reader);
                    break;
                case "xcom_keys_to_clear":
                    xcomKeysToClearRead = WireReader.Texts(ref reader);
                    break;
                case "should_retry":
                    shouldRetryRead = WireReader.Flag(ref reader);
                    break;
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
            DagRun = WireReader.Given(dagRunRead, "TIRunContext.dag_run"),
            TaskRescheduleCount = taskRescheduleCountRead ?? 0,
            MaxTries = WireReader.Given(maxTriesRead, "TIRunContext.max_tries"),
            Variables = variablesRead ?? [],
            Connections = connectionsRead ?? [],
            NextMethod = nextMethodRead,
            NextKwargs = nextKwargsRead,
            XcomKeysToClear = xcomKeysToClearRead ?? [],
            ShouldRetry = shouldRetryRead ?? false,
            StartDate = startDateRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(10);
        writer.WriteString("dag_run"u8);
        WireWriter.Map(ref writer, DagRun);
        writer.WriteString("task_reschedule_count"u8);
        WireWriter.Integer(ref writer, TaskRescheduleCount);
        writer.WriteString("max_tries"u8);
        WireWriter.Integer(ref writer, MaxTries);
        writer.WriteString("variables"u8);
        WireWriter.List(ref writer, Variables);
        writer.WriteString("connections"u8);
        WireWriter.List(ref writer, Connections);
        writer.WriteString("next_method"u8);
        WireWriter.Text(ref writer, NextMethod);
        writer.WriteString("next_kwargs"u8);
        WireWriter.Json(ref writer, NextKwargs);
        writer.WriteString("xcom_keys_to_clear"u8);
        WireWriter.Texts(ref writer, XcomKeysToClear);
        writer.WriteString("should_retry"u8);
        WireWriter.Flag(ref writer, ShouldRetry);
        writer.WriteString("start_date"u8);
        WireWriter.Moment(ref writer, StartDate);
    }
}

internal sealed record TaskInstance : WireMap
{
    public required Guid Id { get; init; }

    public required string TaskId { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public required long TryNumber { get; init; }

    public required Guid DagVersionId { get; init; }

    public long MapIndex { get; init; } = -1;

    public string? Hostname { get; init; }

    public JsonText ContextCarrier { get; init; }

    public string Queue { get; init; } = "default";

    public static TaskInstance Read(ref MessagePackReader reader)
    {
        Guid? idRead = default;
        string? taskIdRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        long? tryNumberRead = default;
        Guid? dagVersionIdRead = default;
        long? mapIndexRead = default;
        string? hostnameRead = default;
        JsonText contextCarrierRead = default;
        string? queueRead = default;
        int count = WireReader.MapHeader(ref reader, "TaskInstance");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "id":
                    idRead = WireReader.Uuid(ref reader);
                    break;
                case "task_id":
                    taskIdRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "try_number":
                    tryNumberRead = WireReader.Integer(ref reader);
                    break;
                case "dag_version_id":
                    dagVersionIdRead = WireReader.Uuid(ref reader);
                    break;
                case "map_index":
                    mapIndexRead = WireReader.Integer(ref reader);
                    break;
                case "hostname":
                    hostnameRead = WireReader.Text(ref reader);
                    break;
                case "context_carrier":
                    contextCarrierRead = WireReader.Json(ref reader);
                    break;
                case "queue":
                    queueRead = WireReader.Text(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Id = WireReader.Given(idRead, "TaskInstance.id"),
            TaskId = WireReader.Given(taskIdRead, "TaskInstance.task_id"),
            DagId = WireReader.Given(dagIdRead, "TaskInstance.dag_id"),
            RunId = WireReader.Given(runIdRead, "TaskInstance.run_id"),
            TryNumber = WireReader.Given(tryNumberRead, "TaskInstance.try_number"),
            DagVersionId = WireReader.Given(dagVersionIdRead, "TaskInstance.dag_version_id"),
            MapIndex = mapIndexRead ?? -1,
            Hostname = hostnameRead,
            ContextCarrier = contextCarrierRead,
            Queue = queueRead ?? "default",
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(10);
        writer.WriteString("id"u8);
        WireWriter.Uuid(ref writer, Id);
        writer.WriteString("task_id"u8);
        WireWriter.Text(ref writer, TaskId);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("try_number"u8);
        WireWriter.Integer(ref writer, TryNumber);
        writer.WriteString("dag_version_id"u8);
        WireWriter.Uuid(ref writer, DagVersionId);
        writer.WriteString("map_index"u8);
        WireWriter.Integer(ref writer, MapIndex);
        writer.WriteString("hostname"u8);
        WireWriter.Text(ref writer, Hostname);
        writer.WriteString("context_carrier"u8);
        WireWriter.Json(ref writer, ContextCarrier);
        writer.WriteString("queue"u8);
        WireWriter.Text(ref writer, Queue);
    }
}
