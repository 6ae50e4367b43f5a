using System.Text.Json;
using System.Text.RegularExpressions;
using Windtunnel.Airflow.Rest;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Airflow.Tests.Rest;

/// <summary>Every answer that was recorded from a real Airflow: what the client makes of it.</summary>
public sealed class RecordedAnswerTests(RestFixture fixture) : IClassFixture<RestFixture>
{
    // What the recordings call passwords, and values that a server would repeat of a request.
    private static readonly string[] Secrets = ["s3cret", "k-123456", "abcdef", "token-1", "password-of-the-tests"];

    private static readonly JsonSerializerOptions ByApiNames = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
    };

    private static readonly (string Route, Func<JsonRow, object> Read)[] Readings =
    [
        ("GET version", VersionRow.Read),
        ("GET monitor/health", HealthRow.Read),
        ("GET dags", Paged("dags", DagRow.Read)),
        ("(GET|PATCH) dags/[^/]+(/details)?", DagRow.Read),
        ("GET dags/[^/]+/tasks", Paged("tasks", TaskRow.Read)),
        ("GET dags/[^/]+/tasks/[^/]+", TaskRow.Read),
        ("GET dags/[^/]+/dagVersions", Paged("dag_versions", DagVersionRow.Read)),
        ("GET dags/[^/]+/dagVersions/[^/]+", DagVersionRow.Read),
        ("(GET dags/[^/]+/dagRuns|POST dags/~/dagRuns/list)", Paged("dag_runs", RunRow.Read)),
        ("(POST dags/[^/]+/dagRuns|(GET|PATCH) dags/[^/]+/dagRuns/[^/]+|POST assets/[^/]+/materialize)", RunRow.Read),
        ("(GET dags/[^/]+/dagRuns/[^/]+/taskInstances|POST dags/~/dagRuns/~/taskInstances/list)",
            Paged("task_instances", InstanceRow.Read)),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/(\\d+/)?(tries|listMapped)", Paged("task_instances", InstanceRow.Read)),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+(/(\\d+|tries/\\d+))?", InstanceRow.Read),
        ("POST dags/[^/]+/clearTaskInstances", Paged("task_instances", InstanceRow.Read)),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/(\\d+/)?dependencies",
            row => Listed("dependencies", row.List("dependencies", Dependency.Read))),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/xcomEntries", Paged("xcom_entries", XComRow.Read)),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/xcomEntries/.+", XComRow.Read),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/logs/\\d+", LogPage.Read),
        ("GET dags/[^/]+/dagRuns/[^/]+/hitlDetails", Paged("hitl_details", QuestionRow.Read)),
        ("GET dags/[^/]+/dagRuns/[^/]+/taskInstances/[^/]+/-?\\d+/hitlDetails", QuestionRow.Read),
        ("GET dags/[^/]+/dagRuns/[^/]+/upstreamAssetEvents", Paged("asset_events", AssetEventRow.Read)),
        ("GET connections", Paged("connections", ConnectionRow.Read)),
        ("(POST connections|(GET|PATCH) connections/[^/]+)", ConnectionRow.Read),
        ("GET variables", Paged("variables", VariableRow.Read)),
        ("(POST variables|(GET|PATCH) variables/.+)", VariableRow.Read),
        ("GET pools", Paged("pools", PoolRow.Read)),
        ("(POST pools|(GET|PATCH) pools/.+)", PoolRow.Read),
        ("GET assets", Paged("assets", AssetRow.Read)),
        ("GET assets/\\d+", AssetRow.Read),
        ("GET assets/events", Paged("asset_events", AssetEventRow.Read)),
        ("POST assets/events", AssetEventRow.Read),
        ("GET backfills", Paged("backfills", BackfillRow.Read)),
        ("(POST backfills|GET backfills/\\d+|PUT backfills/\\d+/\\w+)", BackfillRow.Read),
        ("GET importErrors", Paged("import_errors", ImportErrorRow.Read)),
        ("GET importErrors/\\d+", ImportErrorRow.Read),
        ("GET eventLogs", Paged("event_logs", EventLogRow.Read)),
        ("GET eventLogs/\\d+", EventLogRow.Read),
    ];

    public static TheoryData<string> Decoded => [.. RestFixture.Recordings().Where(call => call.Status < 300 && ReadingOf(call) is not null)
        .Select(call => call.Name)];

    public static TheoryData<string> Refused => [.. RestFixture.Recordings()
        .Where(call => call.Status >= 300 && !call.Path.StartsWith("/auth/token", StringComparison.Ordinal)).Select(call => call.Name)];

    [Theory]
    [MemberData(nameof(Decoded))]
    public async Task Answer_OfASuccess_IsReadAsItStands(string name)
    {
        RecordedCall recorded = RestFixture.Recording(name);
        fixture.Server.Answer(recorded);

        object read = await fixture.Http.ReadAsync(CallOf(recorded), ReadingOf(recorded)!, TestContext.Current.CancellationToken);

        Assert.Empty(Differences("", JsonSerializer.SerializeToElement(read, ByApiNames), recorded.Response));
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

    private static Func<JsonRow, object> Paged<T>(string list, Func<JsonRow, T> read)
        where T : class => row =>
        {
            Page<T> page = Page<T>.Read(row, list, read);
            Dictionary<string, object?> listed = Listed(list, page.Rows);
            (listed["total_entries"], listed["next_cursor"]) = (page.TotalEntries, page.NextCursor);
            return listed;
        };

    private static Dictionary<string, object?> Listed(string list, object rows) => new(StringComparer.Ordinal) { [list] = rows };

    private static Func<JsonRow, object>? ReadingOf(RecordedCall recorded)
    {
        bool isJson = recorded.ContentType is "application/json" && recorded.Response.ValueKind == JsonValueKind.Object;
        string route = $"{recorded.Method} {recorded.Path.Split('?')[0].Replace("/api/v2/", "", StringComparison.Ordinal)}";
        return isJson && !recorded.Name.Contains("bulk", StringComparison.Ordinal)
            ? Readings.FirstOrDefault(one => Regex.IsMatch(route, $"^{one.Route}$", RegexOptions.ExplicitCapture)).Read
            : null;
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
