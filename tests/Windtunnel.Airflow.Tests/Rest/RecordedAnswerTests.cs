using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Windtunnel.Airflow.Rest;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Airflow.Tests.Rest;

/// <summary>Every answer that was recorded from a real Airflow: what the client makes of it.</summary>
public sealed class RecordedAnswerTests(RestFixture fixture) : IClassFixture<RestFixture>
{
    // What the recordings call passwords, and values that a server would repeat of a request.
    private static readonly string[] Secrets = ["s3cret", "k-123456", "abcdef", "token-1", "password-of-the-tests"];

    private static readonly JsonSerializerOptions WithNulls = new(RestJson.Default.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        TypeInfoResolver = RestJson.Default,
    };

    private static readonly (string Route, JsonTypeInfo Type)[] Types =
    [
        ("GET version", RestJson.Default.VersionRow),
        ("GET monitor/health", RestJson.Default.HealthRow),
        ("GET dags", RestJson.Default.DagPage),
        ("(GET|PATCH) dags/[^/]+(/details)?", RestJson.Default.DagRow),
        ("GET dags/[^/]+/tasks", RestJson.Default.TaskPage),
        ("GET dags/[^/]+/tasks/[^/]+", RestJson.Default.TaskRow),
        ("GET dags/[^/]+/dagVersions", RestJson.Default.DagVersionPage),
        ("GET dags/[^/]+/dagVersions/[^/]+", RestJson.Default.DagVersionRow),
        ("(GET dags/[^/]+/dagRuns|POST dags/~/dagRuns/list)", RestJson.Default.RunPage),
        ("(POST dags/[^/]+/dagRuns|(GET|PATCH) dags/[^/]+/dagRuns/[^/]+|POST assets/[^/]+/materialize)", RestJson.Default.RunRow),
        ("(GET dags/[^/]+/dagRuns/[^/]+/taskInstances|POST dags/~/dagRuns/~/taskInstances/list)", RestJson.Default.InstancePage),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/(\\d+/)?(tries|listMapped)", RestJson.Default.InstancePage),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+(/(\\d+|tries/\\d+))?", RestJson.Default.InstanceRow),
        ("POST dags/[^/]+/clearTaskInstances", RestJson.Default.InstancePage),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/(\\d+/)?dependencies", RestJson.Default.Dependencies),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/xcomEntries", RestJson.Default.XComPage),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/xcomEntries/.+", RestJson.Default.XComRow),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/logs/\\d+", RestJson.Default.LogPage),
        ("GET dags/[^/]+/dagRuns/[^/]+/hitlDetails", RestJson.Default.QuestionPage),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/-?\\d+/hitlDetails", RestJson.Default.QuestionRow),
        ("GET dags/[^/]+/dagRuns/[^/]+/upstreamAssetEvents", RestJson.Default.AssetEventPage),
        ("GET connections", RestJson.Default.ConnectionPage),
        ("(POST connections|(GET|PATCH) connections/[^/]+)", RestJson.Default.ConnectionRow),
        ("GET variables", RestJson.Default.VariablePage),
        ("(POST variables|(GET|PATCH) variables/.+)", RestJson.Default.VariableRow),
        ("GET pools", RestJson.Default.PoolPage),
        ("(POST pools|(GET|PATCH) pools/.+)", RestJson.Default.PoolRow),
        ("GET assets", RestJson.Default.AssetPage),
        ("GET assets/\\d+", RestJson.Default.AssetRow),
        ("GET assets/events", RestJson.Default.AssetEventPage),
        ("POST assets/events", RestJson.Default.AssetEventRow),
        ("GET backfills", RestJson.Default.BackfillPage),
        ("(POST backfills|GET backfills/\\d+|PUT backfills/\\d+/\\w+)", RestJson.Default.BackfillRow),
        ("GET importErrors", RestJson.Default.ImportErrorPage),
        ("GET importErrors/\\d+", RestJson.Default.ImportErrorRow),
        ("GET eventLogs", RestJson.Default.EventLogPage),
        ("GET eventLogs/\\d+", RestJson.Default.EventLogRow),
    ];

    public static TheoryData<string> Decoded => [.. RestFixture.Recordings().Where(call => call.Status < 300 && TypeOf(call) is not null)
        .Select(call => call.Name)];

    public static TheoryData<string> Refused => [.. RestFixture.Recordings()
        .Where(call => call.Status >= 300 && !call.Path.StartsWith("/auth/token", StringComparison.Ordinal)).Select(call => call.Name)];

    [Theory]
    [MemberData(nameof(Decoded))]
    public async Task Answer_OfASuccess_IsReadAsItStands(string name)
    {
        RecordedCall recorded = RestFixture.Recording(name);
        fixture.Server.Answer(recorded);

        JsonElement read = await ReadAsync(CallOf(recorded), TypeOf(recorded)!);

        Assert.Empty(Differences("", read, recorded.Response));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Answer_OfARefusal_IsToldWithoutSecrets(string name)
    {
        RecordedCall recorded = RestFixture.Recording(name);
        fixture.Server.Answer(recorded);

        AirflowException told = await Assert.ThrowsAsync<AirflowException>(
            () => fixture.Http.SendAsync(CallOf(recorded), TestContext.Current.CancellationToken));

        Assert.Equal(recorded.Status, (int?)told.Status);
        Assert.Matches(@"^(GET|POST|PUT|PATCH|DELETE) /\S+ at \S+ was answered with \d{3}[:.].*[.!?]$", told.Message);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, told.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Recordings_OfTheClientsRoutes_AreMany() =>
        // The table above would else be able to lose its rows in silence.
        Assert.InRange(Decoded.Count, 150, 300);

    private static RestCall CallOf(RecordedCall recorded) => new(new HttpMethod(recorded.Method), recorded.Path.TrimStart('/'))
    {
        Body = recorded.Body.ValueKind == JsonValueKind.Undefined ? null : JsonSerializer.SerializeToUtf8Bytes(recorded.Body),
    };

    private static JsonTypeInfo? TypeOf(RecordedCall recorded)
    {
        bool isJson = recorded.ContentType is "application/json" && recorded.Response.ValueKind == JsonValueKind.Object;
        string route = $"{recorded.Method} {recorded.Path.Split('?')[0].Replace("/api/v2/", "", StringComparison.Ordinal)}";
        return isJson && !recorded.Name.Contains("bulk", StringComparison.Ordinal)
            ? Types.FirstOrDefault(type => Regex.IsMatch(route, $"^{type.Route}$", RegexOptions.ExplicitCapture)).Type
            : null;
    }

    private async Task<JsonElement> ReadAsync(RestCall call, JsonTypeInfo type)
    {
        // The type is known to the table only, so the generic method is closed here.
        var read = (Task)typeof(AirflowHttp).GetMethod(nameof(AirflowHttp.ReadAsync))!.MakeGenericMethod(type.Type)
            .Invoke(fixture.Http, [call, type, TestContext.Current.CancellationToken])!;
        await read;
        return JsonSerializer.SerializeToElement(((dynamic)read).Result, WithNulls.GetTypeInfo(type.Type));
    }

    /// <summary>Where what was read is not what was recorded; fields that the client has no use for are not looked at.</summary>
    private static IEnumerable<string> Differences(string path, JsonElement read, JsonElement recorded) =>
        (read.ValueKind, recorded.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => read.EnumerateObject().SelectMany(property => Differences(
                $"{path}.{property.Name}", property.Value, Named(recorded, property.Name))),
            (JsonValueKind.Array, JsonValueKind.Array) when read.GetArrayLength() == recorded.GetArrayLength() =>
                read.EnumerateArray().Zip(recorded.EnumerateArray())
                    .SelectMany((pair, at) => Differences($"{path}[{at}]", pair.First, pair.Second)),
            (JsonValueKind.Null, JsonValueKind.Undefined) => [],
            _ when IsSame(read, recorded) => [],
            _ => [$"{path} is {read.GetRawText()}, not {recorded}"],
        };

    private static JsonElement Named(JsonElement recorded, string name) =>
        recorded.TryGetProperty(name, out JsonElement found) ? found : default;

    private static bool IsSame(JsonElement read, JsonElement recorded) => (read.ValueKind, recorded.ValueKind) switch
    {
        (JsonValueKind.String, JsonValueKind.String) => read.GetString() == recorded.GetString()
            || (recorded.TryGetDateTimeOffset(out DateTimeOffset at) && read.GetDateTimeOffset() == at),
        (JsonValueKind.Number, JsonValueKind.Number) =>
            read.GetRawText() == recorded.GetRawText() || read.GetDecimal() == recorded.GetDecimal(),
        _ => read.ValueKind == recorded.ValueKind,
    };
}
