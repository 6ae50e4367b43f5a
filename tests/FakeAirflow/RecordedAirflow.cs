using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Windtunnel.FakeAirflow;

/// <summary>A server that answers every call with one recorded answer, and remembers what it was asked.</summary>
public sealed class RecordedAirflow : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly Answering _answering;

    private RecordedAirflow(LoopbackServer server, Answering answering) => (_server, _answering) = (server, answering);

    public Uri Address => _server.Address;

    /// <summary>The calls since the last <see cref="Answer"/>, without those for a token.</summary>
    public IReadOnlyList<Asked> Calls => _answering.Calls;

    /// <summary>How many tokens were given.</summary>
    public int Tokens => _answering.Tokens;

    /// <summary>Refuses tokens with a recorded answer; null: gives them.</summary>
    public void RefuseTokens(RecordedCall? refusal) => _answering.Refusal = refusal;

    public static async Task<RecordedAirflow> StartAsync()
    {
        var answering = new Answering();
        return new(await LoopbackServer.StartAsync(answering.AnswerAsync), answering);
    }

    /// <summary>From now on every call gets these answers, one after the other, the last one for ever.</summary>
    public void Answer(params IEnumerable<RecordedCall> answers) => _answering.Restart(answers);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <param name="Method">The method.</param>
    /// <param name="Target">Path and query as they were sent.</param>
    /// <param name="Body">Undefined when there was none.</param>
    /// <param name="Authorization">The header.</param>
    public sealed record Asked(string Method, string Target, JsonElement Body, string? Authorization);

    private sealed class Answering
    {
        private readonly Lock _gate = new();
        private List<Asked> _calls = [];
        private RecordedCall[] _answers = [];

        public IReadOnlyList<Asked> Calls => _calls;

        public int Tokens { get; private set; }

        public RecordedCall? Refusal { get; set; }

        public void Restart(IEnumerable<RecordedCall> answers)
        {
            lock (_gate)
            {
                (_answers, _calls) = ([.. answers], []);
            }
        }

        public async Task AnswerAsync(HttpContext context)
        {
            string target = $"{context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget}";
            if (target == "/auth/token" && Refusal is { } refusal)
            {
                await WriteAsync(context.Response, refusal.Status, refusal.ContentType, refusal.Payload);
                return;
            }

            if (target == "/auth/token")
            {
                Tokens++;
                byte[] token = Encoding.UTF8.GetBytes($$"""{"access_token": "token-{{Tokens}}"}""");
                await WriteAsync(context.Response, 201, "application/json", token);
                return;
            }

            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            JsonElement sent = body.Length == 0 ? default : JsonDocument.Parse(body.ToArray()).RootElement;
            RecordedCall answer = Next(new(context.Request.Method, target, sent, context.Request.Headers.Authorization));
            await WriteAsync(context.Response, answer.Status, answer.ContentType, answer.Payload);
        }

        private RecordedCall Next(Asked call)
        {
            lock (_gate)
            {
                _calls.Add(call);
                return _answers[Math.Min(_calls.Count, _answers.Length) - 1];
            }
        }

        private static async Task WriteAsync(HttpResponse response, int status, string? contentType, byte[] payload)
        {
            response.StatusCode = status;
            response.ContentType = contentType;
            if (payload.Length > 0)
            {
                await response.Body.WriteAsync(payload);
            }
        }
    }
}
