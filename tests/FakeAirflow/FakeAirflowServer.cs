using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Windtunnel.FakeAirflow;

/// <summary>The REST API of an Airflow whose DAGs run on the embedded engine, faithful to what was recorded of a real one.</summary>
internal sealed partial class FakeAirflowServer : IAsyncDisposable
{
    private static readonly DateTimeOffset Queued = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly FakeRows _rows;
    private readonly HastyClock _clock;
    private LoopbackServer _server = null!;

    private FakeAirflowServer(string recordings, HastyClock clock) => (_rows, _clock) = (new(recordings), clock);

    public Uri Address => _server.Address;

    public FakeDeployment Deployment { get; } = new();

    /// <summary>Method and path of each call, without its query.</summary>
    public List<string> Calls { get; } = [];

    /// <param name="recordings">The folder of the recorded calls.</param>
    /// <param name="clock">Moves on by the interval of each look of a wait.</param>
    public static async Task<FakeAirflowServer> StartAsync(string recordings, HastyClock clock)
    {
        var fake = new FakeAirflowServer(recordings, clock);
        fake._server = await LoopbackServer.StartAsync(fake.AnswerAsync);
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _turn.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        await _turn.WaitAsync(context.RequestAborted);
        try
        {
            context.Response.Headers.Date = (_clock.GetUtcNow() + Deployment.ClockAhead).ToString("R", CultureInfo.InvariantCulture);
            string path = context.Request.Path.Value!.Replace("/api/v2/", "", StringComparison.Ordinal);
            string call = $"{context.Request.Method} {path}";
            Calls.Add(call);
            if (Deployment.Disturb?.Invoke(call) is { } disturbed)
            {
                if (disturbed.Status == 0)
                {
                    context.Abort();
                    return;
                }

                await WriteAsync(context.Response, disturbed);
            }
            else if (WaitPath().Match(call) is { Success: true } wait)
            {
                await WaitAsync(context, wait);
            }
            else
            {
                JsonNode? body = context.Request.ContentLength > 0 ? await JsonNode.ParseAsync(context.Request.Body) : null;
                await WriteAsync(context.Response, await AnswerAsync(call, body, context.Request.Query));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task WriteAsync(HttpResponse response, FakeAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        if (answer.Body is not null)
        {
            await response.WriteAsync(answer.Body.ToJsonString());
        }
    }

    /// <summary>Line and newline apart, no content type, states that repeat; it may end before the run does.</summary>
    private async Task WaitAsync(HttpContext context, Match path)
    {
        if (Find(path.Groups["dag"].Value, path.Groups["run"].Value) is not { } run)
        {
            await WriteAsync(context.Response, FakeAnswer.Detail(404, "The DagRun was not found"));
            return;
        }

        TimeSpan interval = TimeSpan.FromSeconds(double.Parse(context.Request.Query["interval"]!, CultureInfo.InvariantCulture));
        for (int look = 0; look < Deployment.LooksOfAWait; look++)
        {
            string state = JsonNamingPolicy.SnakeCaseLower.ConvertName(run.State.ToString());
            await context.Response.WriteAsync($$"""{"state": "{{state}}"}""");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("\n");
            if (run.IsFinished)
            {
                return;
            }

            _clock.Advance(interval);
            Deployment.Step(run);
        }
    }

    private FakeRun? Find(string dag, string run) =>
        Deployment.Runs.Find(one => one.Dag.Id == dag && one.RunId == run);

    [GeneratedRegex("^GET dags/(?<dag>[^/]+)/dagRuns/(?<run>[^/]+)/wait$")]
    private static partial Regex WaitPath();
}
