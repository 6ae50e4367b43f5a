using System.Collections.Immutable;

namespace Windtunnel.Testing;

/// <summary>The rules of a stub and what became of them: matches, answers and keeps account, the same over sockets and without.</summary>
/// <remarks>Thread-safe once the rules are complete.</remarks>
internal sealed class HttpScript : HttpAnswering
{
    // Not a 5xx: clients repeat those, and the first call is the one to look at.
    private const int StatusOfUnexpected = 404;

    private readonly Lock _gate = new();
    private readonly List<HttpRule> _rules = [];
    private readonly List<StubCall> _calls = [];
    private readonly List<string> _surprises = [];
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);
    private RuleIndex? _index;
    private Random _random = new(0);
    private int _seed;

    public HttpSecrets Secrets { get; } = new();

    public ImmutableArray<StubCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public HttpRule Add(string? method, string path)
    {
        lock (_gate)
        {
            var rule = new HttpRule(method, path, _rules.Count + 1);
            _rules.Add(rule);
            _index = null;
            return rule;
        }
    }

    public void Seed(int seed) => _random = new Random(_seed = seed);

    public void Rewind()
    {
        lock (_gate)
        {
            _rules.ForEach(rule => rule.Rewind());
            _states.Clear();
            _calls.Clear();
            _random = new(_seed);
        }
    }

    public override void Note(string surprise)
    {
        lock (_gate)
        {
            _surprises.Add(Secrets.Mask(surprise));
        }
    }

    /// <exception cref="InvalidOperationException">A rule has no answer.</exception>
    public void RequireAnswers()
    {
        lock (_gate)
        {
            if (_rules.Find(rule => rule.Answers.Count == 0) is { } silent)
            {
                throw new InvalidOperationException($"The stub's rule {silent.Title} has no answer. Say what it answers, "
                    + "e.g. .Returns(200).");
            }
        }
    }

    public override ValueTask<HttpReply> AnswerAsync(StubRequest request, CancellationToken cancellation) => new(ReplyTo(request));

    public HttpReply ReplyTo(StubRequest request)
    {
        Secrets.Learn(request);
        try
        {
            return Take(request) is { } found ? Expected(request, found.Rule, found.Answer) : Unexpected(request);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            string reason = $"{request} could not be answered, because the test's own code failed: {e.GetType().Name}: {e.Message}";
            Note(reason);
            return new(StubResponse.Text(Secrets.Mask(reason), 500), null, TimeSpan.Zero);
        }
    }

    /// <summary>What was asked for and not scripted, from the first or a later one on, each once; empty when all was as
    /// expected.</summary>
    public ImmutableArray<string> Surprises(int from = 0)
    {
        lock (_gate)
        {
            return
            [
                .. _surprises.Skip(from).CountBy(surprise => surprise)
                    .Select(told => told.Value == 1 ? told.Key : $"{told.Key}\n  This happened {told.Value} times."),
            ];
        }
    }

    /// <summary>How many surprises there were.</summary>
    public int SurpriseCount
    {
        get
        {
            lock (_gate)
            {
                return _surprises.Count;
            }
        }
    }

    /// <summary>What was scripted and not asked for; empty when all was.</summary>
    public ImmutableArray<string> Unused()
    {
        lock (_gate)
        {
            return [.. _rules.Select(rule => rule.Unused()).OfType<string>()];
        }
    }

    private HttpReply Expected(StubRequest request, HttpRule rule, HttpAnswer answer)
    {
        request.Route = rule.Path.Values(request.Segments);
        StubResponse response = answer.ResponseTo(request);
        lock (_gate)
        {
            _calls.Add(new(_calls.Count + 1, request, rule.Title, response.Status));
            return new(response, answer.Fault, answer.Delay.Draw(_random));
        }
    }

    private (HttpRule Rule, HttpAnswer Answer)? Take(StubRequest request)
    {
        foreach (HttpRule rule in Index().Candidates(request))
        {
            if (rule.MeetsConditions(request) && Take(rule) is { } answer)
            {
                return (rule, answer);
            }
        }

        return null;
    }

    private HttpAnswer? Take(HttpRule rule)
    {
        lock (_gate)
        {
            if (!IsInState(rule) || rule.Next() is not { } answer)
            {
                return null;
            }

            rule.Took(answer);
            if (answer.Moves is { } moves)
            {
                _states[moves.Scenario] = moves.State;
            }

            return answer;
        }
    }

    private bool IsInState(HttpRule rule) =>
        rule.State is not { } state || _states.GetValueOrDefault(state.Scenario) == state.State;

    private RuleIndex Index()
    {
        lock (_gate)
        {
            return _index ??= new(_rules);
        }
    }

    private HttpReply Unexpected(StubRequest request)
    {
        lock (_gate)
        {
            _calls.Add(new(_calls.Count + 1, request, null, StatusOfUnexpected));
            string surprise = NearMiss.Explain(_rules, request, _states, Secrets);
            _surprises.Add(surprise);
            return new(StubResponse.Text(surprise, StatusOfUnexpected), null, TimeSpan.Zero);
        }
    }
}
