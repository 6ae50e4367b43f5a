// Written by eng/GenerateMessages.cs. Change that, not this. Messages about DAG files, which Airflow 3.3 declares and does not send.
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

internal sealed record DagCallbackRequest : Message
{
    public override string Type => "DagCallbackRequest";

    public required string Filepath { get; init; }

    public required string BundleName { get; init; }

    public required string? BundleVersion { get; init; }

    public string? Msg { get; init; }

    public required string DagId { get; init; }

    public required string RunId { get; init; }

    public DagRunContext? ContextFromServer { get; init; }

    public bool? IsFailureCallback { get; init; }

    public static DagCallbackRequest Read(ref MessagePackReader reader)
    {
        string? filepathRead = default;
        string? bundleNameRead = default;
        string? bundleVersionRead = default;
        string? msgRead = default;
        string? dagIdRead = default;
        string? runIdRead = default;
        DagRunContext? contextFromServerRead = default;
        bool? isFailureCallbackRead = default;
        int count = WireReader.MapHeader(ref reader, "DagCallbackRequest");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "filepath":
                    filepathRead = WireReader.Text(ref reader);
                    break;
                case "bundle_name":
                    bundleNameRead = WireReader.Text(ref reader);
                    break;
                case "bundle_version":
                    bundleVersionRead = WireReader.Text(ref reader);
                    break;
                case "msg":
                    msgRead = WireReader.Text(ref reader);
                    break;
                case "dag_id":
                    dagIdRead = WireReader.Text(ref reader);
                    break;
                case "run_id":
                    runIdRead = WireReader.Text(ref reader);
                    break;
                case "context_from_server":
                    contextFromServerRead = WireReader.Map(ref reader, DagRunContext.Read);
                    break;
                case "is_failure_callback":
                    isFailureCallbackRead = WireReader.Flag(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Filepath = WireReader.Given(filepathRead, "DagCallbackRequest.filepath"),
            BundleName = WireReader.Given(bundleNameRead, "DagCallbackRequest.bundle_name"),
            BundleVersion = bundleVersionRead,
            Msg = msgRead,
            DagId = WireReader.Given(dagIdRead, "DagCallbackRequest.dag_id"),
            RunId = WireReader.Given(runIdRead, "DagCallbackRequest.run_id"),
            ContextFromServer = contextFromServerRead,
            IsFailureCallback = isFailureCallbackRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(9);
        writer.WriteString("filepath"u8);
        WireWriter.Text(ref writer, Filepath);
        writer.WriteString("bundle_name"u8);
        WireWriter.Text(ref writer, BundleName);
        writer.WriteString("bundle_version"u8);
        WireWriter.Text(ref writer, BundleVersion);
        writer.WriteString("msg"u8);
        WireWriter.Text(ref writer, Msg);
        writer.WriteString("dag_id"u8);
        WireWriter.Text(ref writer, DagId);
        writer.WriteString("run_id"u8);
        WireWriter.Text(ref writer, RunId);
        writer.WriteString("context_from_server"u8);
        WireWriter.Map(ref writer, ContextFromServer);
        writer.WriteString("is_failure_callback"u8);
        WireWriter.Flag(ref writer, IsFailureCallback);
        writer.WriteString("type"u8);
        writer.WriteString("DagCallbackRequest"u8);
    }
}

internal sealed record DagFileParseRequest : Message
{
    public override string Type => "DagFileParseRequest";

    public required string File { get; init; }

    public required string BundlePath { get; init; }

    public required string BundleName { get; init; }

    public JsonText CallbackRequests { get; init; }

    public static DagFileParseRequest Read(ref MessagePackReader reader)
    {
        string? fileRead = default;
        string? bundlePathRead = default;
        string? bundleNameRead = default;
        JsonText callbackRequestsRead = default;
        int count = WireReader.MapHeader(ref reader, "DagFileParseRequest");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "file":
                    fileRead = WireReader.Text(ref reader);
                    break;
                case "bundle_path":
                    bundlePathRead = WireReader.Text(ref reader);
                    break;
                case "bundle_name":
                    bundleNameRead = WireReader.Text(ref reader);
                    break;
                case "callback_requests":
                    callbackRequestsRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            File = WireReader.Given(fileRead, "DagFileParseRequest.file"),
            BundlePath = WireReader.Given(bundlePathRead, "DagFileParseRequest.bundle_path"),
            BundleName = WireReader.Given(bundleNameRead, "DagFileParseRequest.bundle_name"),
            CallbackRequests = callbackRequestsRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(5);
        writer.WriteString("file"u8);
        WireWriter.Text(ref writer, File);
        writer.WriteString("bundle_path"u8);
        WireWriter.Text(ref writer, BundlePath);
        writer.WriteString("bundle_name"u8);
        WireWriter.Text(ref writer, BundleName);
        writer.WriteString("callback_requests"u8);
        WireWriter.Json(ref writer, CallbackRequests);
        writer.WriteString("type"u8);
        writer.WriteString("DagFileParseRequest"u8);
    }
}

internal sealed record DagFileParsingResult : Message
{
    public override string Type => "DagFileParsingResult";

    public required string Fileloc { get; init; }

    public required IReadOnlyList<LazyDeserializedDAG> SerializedDags { get; init; }

    public JsonText Warnings { get; init; }

    public JsonText ImportErrors { get; init; }

    public static DagFileParsingResult Read(ref MessagePackReader reader)
    {
        string? filelocRead = default;
        IReadOnlyList<LazyDeserializedDAG>? serializedDagsRead = default;
        JsonText warningsRead = default;
        JsonText importErrorsRead = default;
        int count = WireReader.MapHeader(ref reader, "DagFileParsingResult");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "fileloc":
                    filelocRead = WireReader.Text(ref reader);
                    break;
                case "serialized_dags":
                    serializedDagsRead = WireReader.List(ref reader, LazyDeserializedDAG.Read);
                    break;
                case "warnings":
                    warningsRead = WireReader.Json(ref reader);
                    break;
                case "import_errors":
                    importErrorsRead = WireReader.Json(ref reader);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Fileloc = WireReader.Given(filelocRead, "DagFileParsingResult.fileloc"),
            SerializedDags = WireReader.Given(serializedDagsRead, "DagFileParsingResult.serialized_dags"),
            Warnings = warningsRead,
            ImportErrors = importErrorsRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(5);
        writer.WriteString("fileloc"u8);
        WireWriter.Text(ref writer, Fileloc);
        writer.WriteString("serialized_dags"u8);
        WireWriter.List(ref writer, SerializedDags);
        writer.WriteString("warnings"u8);
        WireWriter.Json(ref writer, Warnings);
        writer.WriteString("import_errors"u8);
        WireWriter.Json(ref writer, ImportErrors);
        writer.WriteString("type"u8);
        writer.WriteString("DagFileParsingResult"u8);
    }
}

internal sealed record EmailRequest : Message
{
    public override string Type => "EmailRequest";

    public required string Filepath { get; init; }

    public required string BundleName { get; init; }

    public required string? BundleVersion { get; init; }

    public string? Msg { get; init; }

    public required TaskInstance Ti { get; init; }

    public string EmailType { get; init; } = "failure";

    public required TIRunContext ContextFromServer { get; init; }

    public static EmailRequest Read(ref MessagePackReader reader)
    {
        string? filepathRead = default;
        string? bundleNameRead = default;
        string? bundleVersionRead = default;
        string? msgRead = default;
        TaskInstance? tiRead = default;
        string? emailTypeRead = default;
        TIRunContext? contextFromServerRead = default;
        int count = WireReader.MapHeader(ref reader, "EmailRequest");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "filepath":
                    filepathRead = WireReader.Text(ref reader);
                    break;
                case "bundle_name":
                    bundleNameRead = WireReader.Text(ref reader);
                    break;
                case "bundle_version":
                    bundleVersionRead = WireReader.Text(ref reader);
                    break;
                case "msg":
                    msgRead = WireReader.Text(ref reader);
                    break;
                case "ti":
                    tiRead = WireReader.Map(ref reader, TaskInstance.Read);
                    break;
                case "email_type":
                    emailTypeRead = WireReader.Text(ref reader);
                    break;
                case "context_from_server":
                    contextFromServerRead = WireReader.Map(ref reader, TIRunContext.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Filepath = WireReader.Given(filepathRead, "EmailRequest.filepath"),
            BundleName = WireReader.Given(bundleNameRead, "EmailRequest.bundle_name"),
            BundleVersion = bundleVersionRead,
            Msg = msgRead,
            Ti = WireReader.Given(tiRead, "EmailRequest.ti"),
            EmailType = emailTypeRead ?? "failure",
            ContextFromServer = WireReader.Given(contextFromServerRead, "EmailRequest.context_from_server"),
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(8);
        writer.WriteString("filepath"u8);
        WireWriter.Text(ref writer, Filepath);
        writer.WriteString("bundle_name"u8);
        WireWriter.Text(ref writer, BundleName);
        writer.WriteString("bundle_version"u8);
        WireWriter.Text(ref writer, BundleVersion);
        writer.WriteString("msg"u8);
        WireWriter.Text(ref writer, Msg);
        writer.WriteString("ti"u8);
        WireWriter.Map(ref writer, Ti);
        writer.WriteString("email_type"u8);
        WireWriter.Text(ref writer, EmailType);
        writer.WriteString("context_from_server"u8);
        WireWriter.Map(ref writer, ContextFromServer);
        writer.WriteString("type"u8);
        writer.WriteString("EmailRequest"u8);
    }
}

internal sealed record TaskCallbackRequest : Message
{
    public override string Type => "TaskCallbackRequest";

    public required string Filepath { get; init; }

    public required string BundleName { get; init; }

    public required string? BundleVersion { get; init; }

    public string? Msg { get; init; }

    public required TaskInstance Ti { get; init; }

    public string? TaskCallbackType { get; init; }

    public TIRunContext? ContextFromServer { get; init; }

    public static TaskCallbackRequest Read(ref MessagePackReader reader)
    {
        string? filepathRead = default;
        string? bundleNameRead = default;
        string? bundleVersionRead = default;
        string? msgRead = default;
        TaskInstance? tiRead = default;
        string? taskCallbackTypeRead = default;
        TIRunContext? contextFromServerRead = default;
        int count = WireReader.MapHeader(ref reader, "TaskCallbackRequest");
        for (int i = 0; i < count; i++)
        {
            switch (WireReader.Key(ref reader))
            {
                case "filepath":
                    filepathRead = WireReader.Text(ref reader);
                    break;
                case "bundle_name":
                    bundleNameRead = WireReader.Text(ref reader);
                    break;
                case "bundle_version":
                    bundleVersionRead = WireReader.Text(ref reader);
                    break;
                case "msg":
                    msgRead = WireReader.Text(ref reader);
                    break;
                case "ti":
                    tiRead = WireReader.Map(ref reader, TaskInstance.Read);
                    break;
                case "task_callback_type":
                    taskCallbackTypeRead = WireReader.Text(ref reader);
                    break;
                case "context_from_server":
                    contextFromServerRead = WireReader.Map(ref reader, TIRunContext.Read);
                    break;
                default:
                    WireReader.Skip(ref reader);
                    break;
            }
        }

        return new()
        {
            Filepath = WireReader.Given(filepathRead, "TaskCallbackRequest.filepath"),
            BundleName = WireReader.Given(bundleNameRead, "TaskCallbackRequest.bundle_name"),
            BundleVersion = bundleVersionRead,
            Msg = msgRead,
            Ti = WireReader.Given(tiRead, "TaskCallbackRequest.ti"),
            TaskCallbackType = taskCallbackTypeRead,
            ContextFromServer = contextFromServerRead,
        };
    }

    public override void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(8);
        writer.WriteString("filepath"u8);
        WireWriter.Text(ref writer, Filepath);
        writer.WriteString("bundle_name"u8);
        WireWriter.Text(ref writer, BundleName);
        writer.WriteString("bundle_version"u8);
        WireWriter.Text(ref writer, BundleVersion);
        writer.WriteString("msg"u8);
        WireWriter.Text(ref writer, Msg);
        writer.WriteString("ti"u8);
        WireWriter.Map(ref writer, Ti);
        writer.WriteString("task_callback_type"u8);
        WireWriter.Text(ref writer, TaskCallbackType);
        writer.WriteString("context_from_server"u8);
        WireWriter.Map(ref writer, ContextFromServer);
        writer.WriteString("type"u8);
        writer.WriteString("TaskCallbackRequest"u8);
    }
}
