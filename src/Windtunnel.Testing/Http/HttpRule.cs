namespace Windtunnel.Testing;

/// <summary>Requests that a stub expects, and what it answers them in turn.</summary>
public sealed class HttpRule : HttpPattern<HttpRule>
{
    private readonly List<HttpAnswer> _answers = [];

    internal HttpRule(string? method, string path, int number)
        : base(method, path) => Number = number;

    /// <summary>Counts from 1 in the order of declaration.</summary>
    internal int Number { get; }

    internal int Rank { get; private set; }

    /// <summary>How much it demands beside method and path.</summary>
    internal int Weight => Conditions.Count + (Method is null ? 0 : 1) + (State is null ? 0 : 1);

    internal bool IsOptional { get; private set; }

    internal (string Scenario, string? State)? State { get; private set; }

    internal IReadOnlyList<HttpAnswer> Answers => _answers;

    internal int Received { get; private set; }

    /// <summary>Among the rules that match a request, the one of the highest priority answers. Default: 0. Rules of the same priority
    /// go by how specific they are: literal paths first, then more conditions, then the one declared first.</summary>
    public HttpRule Priority(int rank)
    {
        Rank = rank;
        return this;
    }

    /// <summary>It is no finding when its answers are not, or not all, asked for.</summary>
    public HttpRule MayStayUnused()
    {
        IsOptional = true;
        return this;
    }

    /// <summary>Matches only while a scenario of the stub is in a state. Answers move it: <see cref="HttpAnswer.Moving"/>.</summary>
    /// <param name="scenario">Any name; scenarios do not influence one another.</param>
    /// <param name="state">Null: the state in which it begins.</param>
    public HttpRule InState(string scenario, string? state)
    {
        State = (scenario, state);
        return this;
    }

    /// <summary>Answers with a status alone.</summary>
    public HttpAnswer Returns(int status) => Returns(new StubResponse { Status = Valid(status) });

    /// <summary>Answers with a text in UTF-8.</summary>
    public HttpAnswer Returns(int status, string body, string contentType = "text/plain; charset=utf-8") =>
        Returns(StubResponse.Text(body, Valid(status), contentType));

    public HttpAnswer Returns(StubResponse response) => Returns(_ => response);

    /// <summary>Answers with what is computed from the request. It may be called by several threads at once.</summary>
    public HttpAnswer Returns(Func<StubRequest, StubResponse> response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Add(response, null, null);
    }

    /// <summary>Answers with a value as JSON, spelled as the web does: <c>camelCase</c>.</summary>
    public HttpAnswer ReturnsJson<T>(T value, int status = 200) => Returns(StubResponse.Json(value, Valid(status)));

    /// <summary>Answers with text that is JSON already.</summary>
    public HttpAnswer ReturnsJson(string json, int status = 200) => Returns(StubResponse.JsonText(json, Valid(status)));

    /// <summary>Answers with a status that means failure.</summary>
    /// <param name="status">400 to 599.</param>
    /// <param name="times">Null: exactly once when another answer follows, else once or more often.</param>
    public HttpAnswer Fails(int status, int? times = null) => status is >= 400 and <= 599
        ? Add(_ => new StubResponse { Status = status }, null, times)
        : throw new ArgumentOutOfRangeException(nameof(status), status, "A failure has a status from 400 to 599. For others say Returns.");

    /// <summary>Answers 429 with a <c>Retry-After</c> in whole seconds, rounded up.</summary>
    /// <param name="retryAfter">When to come again.</param>
    /// <param name="times">Null: exactly once when another answer follows, else once or more often.</param>
    public HttpAnswer Throttles(TimeSpan retryAfter, int? times = null) => Add(_ => StubResponse.Throttled(retryAfter), null, times);

    /// <summary>Does not answer properly; what of an answer a fault still sends is <paramref name="response"/>.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">Null: exactly once when another answer follows, else once or more often.</param>
    /// <param name="response">Null: a JSON text of some hundred bytes.</param>
    public HttpAnswer Faults(HttpFault fault, int? times = null, StubResponse? response = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Add(_ => response ?? HttpFault.SomeResponse, fault, times);
    }

    /// <summary>The answer whose turn it is; null when all were given as often as they may be. Called under the stub's lock.</summary>
    internal HttpAnswer? Next()
    {
        for (int index = 0; index < _answers.Count; index++)
        {
            HttpAnswer answer = _answers[index];
            bool isLast = index == _answers.Count - 1;
            if (answer.Given < (answer.Limit ?? (isLast ? int.MaxValue : 1)))
            {
                return answer;
            }
        }

        return null;
    }

    internal void Rewind()
    {
        Received = 0;
        _answers.ForEach(answer => answer.Given = 0);
    }

    internal void Took(HttpAnswer answer)
    {
        answer.Given++;
        Received++;
    }

    /// <summary>What was scripted and never asked for; null when nothing.</summary>
    internal string? Unused()
    {
        int open = _answers.Count(answer => answer.Given < (answer.Limit ?? 1));
        return IsOptional || open == 0 ? null : Received == 0
            ? $"{Title} was never called."
            : $"{Title} was called {Times(Received)}: {_answers.Sum(answer => Math.Max(0, (answer.Limit ?? 1) - answer.Given))} "
                + $"of its {_answers.Sum(answer => Math.Max(answer.Given, answer.Limit ?? 1))} scripted answers were not asked for.";
    }

    internal static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private protected override HttpRule Require(HttpCondition condition) => _answers is null or []
        ? base.Require(condition)
        : throw new InvalidOperationException($"A condition on the {condition.What} of {Title} stands behind an answer. Conditions hold "
            + "for "
            + "all answers of a rule: put it before the first one.");

    private static int Valid(int status) => status is >= 200 and <= 599
        ? status
        : throw new ArgumentOutOfRangeException(nameof(status), status, "A final answer has a status from 200 to 599.");

    private HttpAnswer Add(Func<StubRequest, StubResponse> response, HttpFault? fault, int? times)
    {
        var answer = new HttpAnswer(this, response, fault, times);
        _answers.Add(answer);
        return answer;
    }
}
