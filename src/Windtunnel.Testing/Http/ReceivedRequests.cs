namespace Windtunnel.Testing;

/// <summary>The requests of a kind that a stub received.</summary>
public sealed class ReceivedRequests : HttpPattern<ReceivedRequests>
{
    private readonly HttpStub _stub;

    internal ReceivedRequests(HttpStub stub, string? method, string path)
        : base(method, path) => _stub = stub;

    /// <summary>In the order of arrival.</summary>
    public IReadOnlyList<StubRequest> All => [.. _stub.Calls.Select(call => call.Request).Where(Matches)];

    /// <exception cref="RunAssertionException">It was another number.</exception>
    public HttpStub ShouldBe(int times)
    {
        int found = All.Count;
        return found == times
            ? _stub
            : throw RunAssertionException.OfValue($"{Title}{Conditioned()} should have been received {HttpRule.Times(times)}, but was "
                + "received "
                + $"{HttpRule.Times(found)}.{Near(found, times)}\n{Listing(_stub)}");
    }

    /// <exception cref="RunAssertionException">There was none.</exception>
    public HttpStub ShouldBeAny() => All.Count > 0
        ? _stub
        : throw RunAssertionException.OfValue(
            $"{Title}{Conditioned()} should have been received, but was not.{Near(0, 1)}\n{Listing(_stub)}");

    internal static void RequireOrder(HttpStub stub, ReadOnlySpan<string> calls)
    {
        int from = 0;
        foreach (string call in calls)
        {
            ReceivedRequests wanted = call.Split(' ', 2) is [var method, var path]
                ? new(stub, method, path)
                : throw new ArgumentException($"'{call}' is not a call. Write method and path, e.g. 'GET /orders'.", nameof(calls));
            int at = stub.Calls.Skip(from).Select(received => wanted.Matches(received.Request)).ToList().IndexOf(true);
            if (at < 0)
            {
                throw RunAssertionException.OfValue($"The calls should have arrived in the order {string.Join(", ", calls.ToArray())}, but "
                    + $"after call {from} there was no {call}.\n{Listing(stub)}");
            }

            from += at + 1;
        }
    }

    private static string Listing(HttpStub stub)
    {
        IReadOnlyList<StubCall> calls = stub.Calls;
        return calls.Count == 0
            ? "The stub received no calls."
            : $"The stub received:{string.Concat(calls.Select(call => $"\n  {call.Number}. {stub.Script.Secrets.Mask(call.ToString())}"))}";
    }

    private string Conditioned() => Conditions.Count == 0
        ? ""
        : $" with {string.Join(", ", Conditions.Select(condition =>
            $"{condition.What} {(condition.IsSecret ? SecretMask.Replacement : _stub.Script.Secrets.Mask(condition.Expected))}"))}";

    /// <summary>Why the call that came nearest is not meant; empty when none of the method and path came, or too many.</summary>
    private string Near(int found, int times) =>
        found < times && _stub.Calls.Select(call => call.Request).FirstOrDefault(IsOnPath) is { } near
            ? $"\n  A call of that path has another {string.Join(" ", Conditions.Where(condition => !condition.IsMet(near))
                .Select(condition => condition.Explain(near, _stub.Script.Secrets)))}"
            : "";

    private bool IsOnPath(StubRequest request) =>
        (Method is null || Method == request.Method) && Path.Matches(request.Segments) && !MeetsConditions(request);
}
