using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Airflow.Protocol;
using static Windtunnel.Airflow.Tests.Runtime.OneTask;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>Whatever a body does, every line is one JSON object and the task ends with exactly one terminal message.</summary>
public sealed class HostileBodyTests
{
    private const string HalfPair = "\ud800";

    public static TheoryData<string, Action<TaskContext>> Bodies => new()
    {
        { "huge line", context => context.Logger.LogInformation("{Text}", new string('x', 3_000_000)) },
        { "half a surrogate pair", context => context.Logger.LogInformation($"a{HalfPair}b {{{HalfPair}}}", HalfPair) },
        { "line breaks and nul", context => context.Logger.LogInformation("{Text}", "a\n{\"level\":1}\r\u2028\0") },
        { "text that throws", context => context.Logger.LogInformation("{It}", new Thrower()) },
        { "formatter that throws", context => context.Logger.Log(LogLevel.Error, 0, 1, null, (_, _) => throw new Thrower()) },
        { "fields that throw", context => context.Logger.Log(LogLevel.Error, 0, Failing(), null, (_, _) => "said") },
        { "error that throws", context => context.Logger.LogError(new Thrower(), "said") },
        { "deep causes", context => context.Logger.LogError(Nested(1000), "said") },
#pragma warning disable CA1727 // The names are what this is about.
        { "reserved names", context => context.Logger.LogInformation("{msg} {level} {self} {exc_info} {positional_args}", 1, 2, 3, 4, 5) },
#pragma warning restore CA1727
        { "many fields", context => context.Logger.Log(LogLevel.Information, 0, Many(), null, (_, _) => "said") },
        { "standard output", _ => Console.Out.WriteLine("{\"event\": null}") },
        { "a task nobody awaits", context => { _ = Task.FromException(new Thrower()); } },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_WithAnyLog_WritesWholeLinesAndSucceeds(string what, Action<TaskContext> body)
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(dag => dag.Task("t", body));

        Assert.Equal((what, 0), (what, exit));
        Assert.All(supervisor.LogText.Split('\n', StringSplitOptions.RemoveEmptyEntries), IsSafe);
        Assert.Equal(["SucceedTask"], supervisor.Requests.Select(request => request.Type));
    }

    public static TheoryData<string, Func<Exception>> Errors => new()
    {
        { "throws in ToString and Message", () => new Thrower() },
        { "message of a megabyte", () => new InvalidOperationException(new string('x', 1_000_000)) },
        { "half a surrogate pair at the cut", () => new InvalidOperationException(new string('x', 499) + "\U0001F600") },
        { "half a surrogate pair", () => new InvalidOperationException(HalfPair) },
        { "nul", () => new InvalidOperationException("a\0b") },
        { "out of memory", () => new OutOfMemoryException() },
        { "deep stack", () => Record.Exception(() => Recurse(5000))! },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Body_WithAnyError_IsRetriedWithAReason(string what, Func<Exception> error)
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(dag => dag.Task("t", _ => throw error()), shouldRetry: true);

        Assert.Equal((what, 0), (what, exit));
        Assert.InRange(supervisor.Only<RetryTask>().RetryReason!.Length, 1, 500);
        Assert.DoesNotContain('\0', supervisor.Only<RetryTask>().RetryReason!);
        Assert.All(supervisor.LogText.Split('\n', StringSplitOptions.RemoveEmptyEntries), IsSafe);
        Assert.InRange(supervisor.LogText.Length, 100, 200_000);
    }

    public static TheoryData<string, Action<Dag>> Results => new()
    {
        { "half a surrogate pair", dag => dag.Task("t", _ => JsonDocument.Parse("\"\\ud800\"").RootElement) },
        { "number beyond 2^64", dag => dag.Task("t", _ => 1e300) },
        { "nul", dag => dag.Task("t", _ => "a\0b") },
        { "wrapper of an unknown class", dag => dag.Task("t", _ => Wrapper("os.system")) },
        { "infinity", dag => dag.Task("t", _ => double.PositiveInfinity) },
        { "too deep", dag => dag.Task("t", _ => JsonDocument.Parse(Deep(300), new() { MaxDepth = 400 }).RootElement) },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Result_ThatAirflowCannotTake_FailsTheTryBeforeItIsSent(string what, Action<Dag> fill)
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(fill, shouldRetry: true);

        Assert.Equal((what, 0), (what, exit));
        Assert.Equal(["RetryTask"], supervisor.Requests.Select(request => request.Type));
    }

    private static void IsSafe(string line)
    {
        JsonElement json = JsonDocument.Parse(line).RootElement;
        Assert.Contains(json.GetProperty("level").GetString(), new[] { "debug", "info", "warning", "error", "critical" });
        Assert.Equal(JsonValueKind.String, json.GetProperty("event").ValueKind);
        Assert.DoesNotContain(json.EnumerateObject(), field =>
            field.Name is "msg" or "target" or "self" or "method_name" or "positional_args" or "exc_info" or "stack_info");
        Assert.InRange(line.Length, 1, 150_000);
    }

    private static JsonElement Wrapper(string type) =>
        JsonDocument.Parse($$"""{"__classname__":"{{type}}","__version__":1,"__data__":"x"}""").RootElement;

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    private static int Recurse(int left) => left == 0 ? throw new InvalidOperationException("deep") : 1 + Recurse(left - 1);

    private static InvalidOperationException Nested(int depth) => Enumerable.Range(0, depth)
        .Aggregate(new InvalidOperationException("0"), (inner, i) => new InvalidOperationException($"{i}", inner));

    private static IEnumerable<KeyValuePair<string, object?>> Failing()
    {
        yield return new("one", 1);
        throw new Thrower();
    }

    private static Dictionary<string, object?> Many() => Enumerable.Range(0, 100_000).ToDictionary(i => $"k{i}", object? (i) => i);

    private sealed class Thrower : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }
}
