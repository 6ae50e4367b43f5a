using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>One request, with the world it acts on.</summary>
internal sealed record GcsCall(CloudOperation Operation, CloudRequest Request, GcsEmulator Emulator)
{
    private const int LargestDocument = 4 << 20;

    public string BucketName => Operation.Container!;

    public string ObjectName => Operation.Key!;

    public CloudQuery Query => Request.Query;

    public World<GcsState> World => Emulator.World;

    public DateTimeOffset Now => Emulator.Clock.Now;

    public CancellationToken Cancellation => Request.Cancellation;

    public GcsBucket Bucket => World.Current.Buckets[BucketName] ?? throw GcsErrors.BucketNotFound();

    public string? Header(string name) => Request.Header(name);

    /// <summary>The object that the request names, with its generation or without.</summary>
    public GcsObject RequiredIn(GcsBucket bucket) =>
        bucket.Names[ObjectName]?.Find(GcsConditions.Number(Query, "generation"))
            ?? throw GcsErrors.ObjectNotFound(bucket.Name, ObjectName);

    public T Change<T>(Func<GcsState, (GcsState, T)> change) => World.Change(change);

    public T ChangeBucket<T>(string name, Func<GcsBucket, (GcsBucket, T)> change) => World.Change(state =>
    {
        (GcsBucket changed, T result) = change(state.Buckets[name] ?? throw GcsErrors.BucketNotFound());
        return (state with { Buckets = state.Buckets.With(name, changed) }, result);
    });

    /// <summary>Reads a JSON body; none is an empty object.</summary>
    public async Task<JsonObject> ReadJsonAsync() => await ParseAsync(Request.Body, Cancellation);

    public static async Task<JsonObject> ParseAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[64 * 1024];
        MemoryStream all = new();
        while (await stream.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            if (all.Length + read > LargestDocument)
                throw GcsErrors.Invalid("The request's document is too large.");
            await all.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        if (all.Length == 0)
            return [];
        try
        {
            // Google's Go client sends null for nothing.
            JsonNode? parsed = JsonNode.Parse(all.ToArray());
            return parsed is null ? [] : parsed as JsonObject ?? throw GcsErrors.ParseError();
        }
        catch (JsonException)
        {
            throw GcsErrors.ParseError();
        }
    }

    /// <summary>Answers a resource, or what the <c>fields</c> parameter selects of it.</summary>
    public CloudAnswer Answer(JsonObject resource)
    {
        JsonNode answered = Query.NonEmpty("fields") is { } fields ? GcsFields.Select(resource, fields) : resource;
        return new CloudAnswer(200).With(Content.Of(answered.ToJsonString()), GcsResources.ContentType);
    }
}
