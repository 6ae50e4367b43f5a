using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Windtunnel.Testing.Cloud;
using Windtunnel.Testing.Cloud.Aws;
using Windtunnel.Testing.Cloud.Sqs;

namespace Windtunnel.Testing;

/// <summary>Amazon SQS in this process. Delays, visibility and deduplication go by the emulator's clock; in a run a long poll takes
/// virtual time.</summary>
public sealed class SqsEmulator : CloudEmulator<SqsEmulator>
{
    private const string ContentType = "application/x-amz-json-1.0";
    private const string TargetPrefix = "AmazonSQS.";
    private const int LargestBody = 4 << 20;

    private static readonly Dictionary<string, Func<SqsCall, Task<JsonObject>>> Supported = new(StringComparer.Ordinal)
    {
        ["CreateQueue"] = Now(SqsQueues.Create),
        ["DeleteQueue"] = Now(SqsQueues.Delete),
        ["GetQueueUrl"] = Now(SqsQueues.GetUrl),
        ["ListQueues"] = Now(SqsQueues.List),
        ["ListDeadLetterSourceQueues"] = Now(SqsQueues.ListDeadLetterSources),
        ["GetQueueAttributes"] = Now(SqsQueues.GetAttributes),
        ["SetQueueAttributes"] = Now(SqsQueues.SetAttributes),
        ["PurgeQueue"] = Now(SqsQueues.Purge),
        ["TagQueue"] = Now(SqsQueues.Tag),
        ["UntagQueue"] = Now(SqsQueues.Untag),
        ["ListQueueTags"] = Now(SqsQueues.ListTags),
        ["SendMessage"] = Now(SqsMessages.Send),
        ["SendMessageBatch"] = Now(SqsMessages.SendBatch),
        ["ReceiveMessage"] = SqsDelivery.ReceiveAsync,
        ["DeleteMessage"] = Now(SqsDelivery.Delete),
        ["DeleteMessageBatch"] = Now(SqsDelivery.DeleteBatch),
        ["ChangeMessageVisibility"] = Now(SqsDelivery.ChangeVisibility),
        ["ChangeMessageVisibilityBatch"] = Now(SqsDelivery.ChangeVisibilityBatch),
        ["AddPermission"] = Now(SqsPermissions.Add),
        ["RemovePermission"] = Now(SqsPermissions.Remove),
        ["StartMessageMoveTask"] = Now(SqsMoveTasks.Start),
        ["CancelMessageMoveTask"] = Now(SqsMoveTasks.Cancel),
        ["ListMessageMoveTasks"] = Now(SqsMoveTasks.List),
    };

    private volatile TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal SqsEmulator()
    {
    }

    /// <summary>The access key that requests must be signed with: <c>windtunnel</c>.</summary>
    public string AccessKey => Credentials.AccessKey;

    /// <summary>The secret key that requests must be signed with: <c>windtunnel-secret</c>.</summary>
    public string SecretKey => Credentials.SecretKey;

    internal override string Service => "SQS";

    internal override IReadOnlyCollection<string> Operations => Supported.Keys;

    internal AwsCredentials Credentials { get; } = AwsCredentials.Default;

    internal World<SqsState> World { get; } = new(SqsState.Empty);

    internal Sequence Ids { get; } = new();

    /// <summary>Ends when something was sent or given back, at the latest.</summary>
    internal Task NextChange => _change.Task;

    internal override object State
    {
        get => World.Current;
        set => World.Restore(value);
    }

    /// <summary>Makes a queue with the service's defaults; one whose name ends in <c>.fifo</c> is a FIFO queue. One that exists stays as it
    /// is.</summary>
    /// <exception cref="ArgumentException">SQS allows no such name.</exception>
    public SqsEmulator WithQueue(string name)
    {
        try
        {
            SqsQueues.RequireName(name);
        }
        catch (CloudError e)
        {
            throw new ArgumentException(
                $"'{name}' is no name for a queue. Take 1 to 80 letters, digits, hyphens and underscores, e.g. 'arrivals'.", nameof(name),
                    e);
        }

        SqsQueue queue = new(name, Clock.Now);
        if (queue.IsFifo)
            queue = queue with { Attributes = queue.Attributes.Add("FifoQueue", "true") };
        World.Change(state => state.Queues[name] is null ? state with { Queues = state.Queues.With(name, queue) } : state);
        return this;
    }

    /// <summary>The address of a queue, as clients name it in requests.</summary>
    public string QueueUrl(string name) => $"http://{Endpoint.Authority}/{SqsAttributes.Account}/{name}";

    private protected override Connection Address(string id) => new()
    {
        Id = id,
        Type = "aws",
        Login = AccessKey,
        Password = SecretKey,
        Extra = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["endpoint_url"] = Endpoint.ToString(),
            ["region_name"] = SqsAttributes.Region,
        }),
    };

    internal void Wake() =>
        Interlocked.Exchange(ref _change, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    internal override async ValueTask<CloudRequest> PreparedAsync(CloudRequest request)
    {
        bool isForm = request.Header("X-Amz-Target") is null
            && request.Header("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        byte[] body = await ReadAsync(request);
        return request.With(body, isForm ? CloudQuery.Parse(Encoding.ASCII.GetString(body)) : request.Query.Has("Action")
            ? request.Query : null);
    }

    internal override CloudOperation Identify(CloudRequest request)
    {
        if (request.Form is { } form)
            return new(form["Action"] ?? throw new CloudError(400, "MissingAction",
                "The request is missing an action or a required parameter."));
        string? target = request.Header("X-Amz-Target");
        return target?.StartsWith(TargetPrefix, StringComparison.Ordinal) == true
            ? new(target[TargetPrefix.Length..])
            : throw new CloudError(
                400, "UnknownOperationException", "The request names no operation of AmazonSQS in its header X-Amz-Target.");
    }

    internal override async Task<CloudAnswer> CarryOutAsync(CloudOperation operation, CloudRequest request)
    {
        byte[] body = ((MemoryStream)request.Body).ToArray();
        if (!Supported.TryGetValue(operation.Name, out var carryOut))
            throw new CloudError(400, "UnknownOperationException", $"The action {operation.Name} is not valid for this endpoint.");
        SqsAuthorization.Require(request, body, this);
        JsonObject input = request.Form is { } form ? OfForm(form, request) : Parse(body);
        JsonObject output = await carryOut(new(input, request.Host, this, request.Cancellation));
        string requestId = $"{Ids.NextGuid()}";
        CloudAnswer answer = new CloudAnswer(200).With("x-amzn-RequestId", requestId);
        return request.Form is null
            ? answer.With(Content.Of(output.ToJsonString()), ContentType)
            : answer.With(SqsQueryXml.Write(operation.Name, output, requestId), SqsQueryXml.ContentType);
    }

    internal override CloudAnswer Describe(CloudError error, CloudOperation operation, CloudRequest request)
    {
        string requestId = $"{Ids.NextGuid()}";
        CloudAnswer answer = new CloudAnswer(error.Status) { ErrorCode = error.Code }.With("x-amzn-RequestId", requestId);
        if (request.Form is not null)
            return answer.With(SqsQueryXml.Write(error, requestId), SqsQueryXml.ContentType);
        string type = SqsErrors.TypeOf(error.Code);
        JsonObject body = new() { ["__type"] = type, ["message"] = error.Message };
        return answer
            .With(Content.Of(body.ToJsonString()), ContentType)
            .With("x-amzn-ErrorType", type)
            .With("x-amzn-query-error", $"{SqsErrors.OldCodeOf(error.Code)};{(error.Status < 500 ? "Sender" : "Receiver")}");
    }

    internal override object Redated(object state, Func<DateTimeOffset, DateTimeOffset> move) => ((SqsState)state).Redated(move);

    internal override CloudError Throttled() => new(400, "RequestThrottled", "The request was denied due to request throttling.");

    internal override CloudError Broken(Exception cause) => new(500, "InternalFailure", $"{cause.GetType().Name}: {cause.Message}");

    private static async Task<byte[]> ReadAsync(CloudRequest request)
    {
        ContentWriter writer = new([]);
        byte[] buffer = new byte[64 * 1024];
        while (await request.Body.ReadAsync(buffer, request.Cancellation) is var read and > 0)
        {
            if (writer.Length + read > LargestBody)
                throw SqsErrors.InvalidParameter($"The request is longer than {LargestBody} bytes.");
            await writer.WriteAsync(buffer.AsMemory(0, read), request.Cancellation);
        }

        return await writer.ToContent().ToArrayAsync(request.Cancellation);
    }

    // The older protocol sends a request to the queue's own address.
    private static JsonObject OfForm(CloudQuery form, CloudRequest request)
    {
        JsonObject input = SqsQueryForm.ToJson(form);
        if (!input.ContainsKey("QueueUrl") && request.RawPath.Length > 1)
            input["QueueUrl"] = request.RawPath;
        return input;
    }

    private static JsonObject Parse(byte[] body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject input)
                return input;
        }
        catch (JsonException)
        {
            // Said below, as for JSON of another kind.
        }

        throw new CloudError(400, "SerializationException", "The request's body is not a JSON object.");
    }

    private static Func<SqsCall, Task<JsonObject>> Now(Func<SqsCall, JsonObject> carryOut) => call => Task.FromResult(carryOut(call));
}
