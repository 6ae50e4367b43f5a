using System.Collections.Immutable;

namespace Windtunnel.Tests.Authoring;

/// <summary>What an author may write as a body. That this file compiles is half of the test; the types of the results are the
/// other.</summary>
public sealed class OverloadTests
{
    private readonly Dag _dag = new("d");

    [Fact]
    public void Task_EachKindOfBody_HasItsResultType()
    {
        AssertIs<TaskRef<int>>(_dag.Task("lambda", _ => 1));
        AssertIs<TaskRef<int>>(_dag.Task("async_lambda", async context => await Task.FromResult(context.TryNumber)));
        AssertIs<TaskRef<int>>(_dag.Task("task_of_lambda", _ => Task.FromResult(1)));
        AssertIs<TaskRef>(_dag.Task("task_lambda", _ => Task.CompletedTask));
        AssertIs<TaskRef>(_dag.Task("async_void_lambda", async context => await context.DelayAsync(TimeSpan.Zero)));
        AssertIs<TaskRef>(_dag.Task("action_lambda", context => { context.Count("n", 1); }));
        AssertIs<TaskRef>(_dag.Task("throwing_lambda", context => throw Outcome.Skip(context.TaskId)));
        AssertIs<TaskRef<int>>(_dag.Task("method", Value));
        AssertIs<TaskRef<int>>(_dag.Task("async_method", ValueAsync));
        AssertIs<TaskRef>(_dag.Task("task_method", WorkAsync));
        AssertIs<TaskRef>(_dag.Task("void_method", Work));
    }

    [Fact]
    public void Task_OneInput_InfersItsTypes()
    {
        TaskRef<int> one = _dag.Task("one", Value);

        AssertIs<TaskRef<string>>(_dag.Task("lambda", one, (n, _) => $"{n}"));
        AssertIs<TaskRef<string>>(_dag.Task("async_lambda", one, async (n, _) => await Task.FromResult($"{n}")));
        AssertIs<TaskRef<string>>(_dag.Task("method", one, Text));
        AssertIs<TaskRef<string>>(_dag.Task("async_method", one, TextAsync));
        AssertIs<TaskRef>(_dag.Task("task_method", one, SendAsync));
        AssertIs<TaskRef>(_dag.Task("void_method", one, Send));
        AssertIs<TaskRef<string>>(_dag.Task("fallback", one.Or(2), Text));
        AssertIs<TaskRef<int>>(_dag.Task("wider", _dag.Task("array", _ => new[] { 1 }), Count));
        AssertIs<TaskRef<int>>(_dag.Task("with_spec", one, (n, _) => n, new() { Retries = 1 }));
    }

    [Fact]
    public void Task_EightInputs_InfersAll()
    {
        TaskRef<int> a = _dag.Task("a", Value);
        TaskRef<string> b = _dag.Task("b", a, Text);

        TaskRef<string> all = _dag.Task(
            "all", a, b, a, b, a, b, a, b, (a1, b1, a2, b2, a3, b3, a4, b4, _) => $"{a1}{b1}{a2}{b2}{a3}{b3}{a4}{b4}");
        TaskRef<int> sum = _dag.Task("sum", a, a, a, a, a, a, a, a, async (n1, n2, n3, n4, n5, n6, n7, n8, _) =>
            await Task.FromResult(n1 + n2 + n3 + n4 + n5 + n6 + n7 + n8));

        Assert.Equal(8, all.Definition.Inputs.Length);
        Assert.Equal(["a", "b"], all.Upstream.Select(task => task.Id));
        Assert.Equal(["a"], sum.Upstream.Select(task => task.Id));
    }

    [Fact]
    public void Map_OverEachKindOfList_InfersTheElement()
    {
        AssertIs<MappedTaskRef<string>>(_dag.Map("array", _dag.Task("a", _ => new[] { 1 }), Text));
        AssertIs<MappedTaskRef<string>>(_dag.Map("list", _dag.Task("l", _ => new List<int> { 1 }), (int n, TaskContext _) => $"{n}"));
        AssertIs<MappedTaskRef<string>>(_dag.Map("read_only", _dag.Task<IReadOnlyList<int>>("r", _ => [1]), Text));
        AssertIs<MappedTaskRef<string>>(_dag.Map("immutable", Each.In<int>(_dag.Task("i", _ => ImmutableList.Create(1))), Text));
        AssertIs<MappedTaskRef<string>>(_dag.Map("literal", Each.Of(1, 2), Text));
        AssertIs<MappedTaskRef<string>>(_dag.Map("mapped", _dag.Map("inner", Each.Of(1), (n, _) => n), Text));
        AssertIs<MappedTaskRef<string>>(_dag.Map("async", Each.Of(1, 2), TextAsync));
        AssertIs<TaskRef>(_dag.Map("nothing", Each.Of(1, 2), Send));
        AssertIs<TaskRef>(_dag.Map("task", Each.Of(1, 2), SendAsync));
        AssertIs<MappedTaskRef<int>>(
            _dag.Map("with_inputs", Each.Of(1), _dag.Task("x", Value), _dag.Task("y", Value), (n, x, y, _) => n + x + y));
    }

    [Fact]
    public void Map_OverADictionary_GivesItsEntries()
    {
        TaskRef<Dictionary<string, int>> ages = _dag.Task("ages", _ => new Dictionary<string, int> { ["a"] = 1 });

        AssertIs<MappedTaskRef<string>>(_dag.Map("entries", Each.In(ages), (entry, _) => $"{entry.Key}{entry.Value}"));
    }

    [Fact]
    public void MapMany_EachKindOfBody_HasItsResultType()
    {
        TaskRef<int[]> numbers = _dag.Task("numbers", _ => new[] { 1 });
        TaskRef<string[]> words = _dag.Task("words", _ => new[] { "a" });

        AssertIs<MappedTaskRef<string>>(_dag.MapMany("value", numbers, words, (n, word, _) => $"{n}{word}"));
        AssertIs<MappedTaskRef<string>>(_dag.MapMany("task_of", numbers, words, (n, word, _) => Task.FromResult($"{n}{word}")));
        AssertIs<TaskRef>(_dag.MapMany("task", numbers, words, (_, _, _) => Task.CompletedTask));
        AssertIs<TaskRef>(_dag.MapMany("nothing", numbers, words, (_, _, context) => { context.Count("n", 1); }));
        AssertIs<MappedTaskRef<string>>(_dag.MapMany("three", numbers, words, numbers, (n, word, m, _) => $"{n}{word}{m}"));
    }

    [Fact]
    public void Mapping_Combined_InfersItsTuples()
    {
        TaskRef<int[]> numbers = _dag.Task("numbers", _ => new[] { 1 });
        Mapping<int> each = Each.In<int>(numbers);

        AssertIs<MappedTaskRef<int>>(_dag.Map("zip", each.Zip(Each.Of("a")), (pair, _) => pair.First + pair.Second.Length));
        AssertIs<MappedTaskRef<int>>(_dag.Map("longest", each.ZipLongest(Each.Of("a"), 0, ""), (pair, _) => pair.First));
        AssertIs<MappedTaskRef<int>>(_dag.Map("concat", each.Concat(Each.Of(1)).Select(n => n + 1), (n, _) => n));
        AssertIs<MappedTaskRef<int>>(_dag.Map("cross", each.Cross(each), (pair, _) => pair.First * pair.Second));
    }

    [Fact]
    public void MapGroup_OverAResultAndOverLiterals_GivesTheElement()
    {
        TaskRef<int[]> list = _dag.Task("list", _ => new[] { 1 });

        _dag.MapGroup("result", list, (group, item) => AssertIs<TaskRef<string>>(group.Task("a", item, Text)));
        _dag.MapGroup("literals", Each.Of("x"), (group, item) => AssertIs<TaskRef<int>>(group.Task("a", item, (word, _) => word.Length)));
    }

    [Fact]
    public void Branch_EachKindOfAnswer_IsAccepted()
    {
        TaskRef<int> one = _dag.Task("one", Value);
        _dag.Branch("text", _ => "a");
        _dag.Branch("list", _ => new[] { "a", "b" });
        _dag.Branch("follow", _ => Follow.None);
        _dag.Branch("either", one, (n, _) => n > 1 ? "a" : Follow.None);
        _dag.Branch("async", one, async (n, context) =>
        {
            await context.DelayAsync(TimeSpan.FromSeconds(n));
            return Follow.Only("a");
        });
        _dag.Branch("method", Choose);

        Assert.Equal(6, _dag.Tasks.Count(task => task.Kind == TaskKind.Branch));
    }

    [Fact]
    public void ShortCircuitAndSensor_EachKindOfAnswer_HasItsResultType()
    {
        TaskRef<int> one = _dag.Task("one", Value);
        AssertIs<TaskRef>(_dag.ShortCircuit("sync", one, (n, _) => n > 0));
        AssertIs<TaskRef>(_dag.ShortCircuit("async", async _ => await Task.FromResult(true)));
        AssertIs<TaskRef>(_dag.Sensor("bool", one, (n, _) => n > 0));
        AssertIs<TaskRef>(_dag.Sensor("bool_async", async _ => await Task.FromResult(true)));
        AssertIs<TaskRef<int>>(_dag.Sensor("poke", _ => Poke.Done(1)));
        AssertIs<TaskRef<int>>(_dag.Sensor("poke_async", async _ => await Task.FromResult(Poke.NotYet<int>())));
    }

    [Fact]
    public void Task_NullInput_IsRefusedByName() =>
        Assert.Equal("input2", Assert.Throws<ArgumentNullException>(
            () => _dag.Task("a", _dag.Task("one", Value), (TaskRef<int>)null!, (_, _, _) => { })).ParamName);

    /// <summary>The static type: what the compiler chose.</summary>
    private static void AssertIs<T>(T task)
        where T : TaskRef => Assert.Equal(typeof(T), task.GetType());

    private static int Value(TaskContext context) => context.TryNumber;

    private static Task<int> ValueAsync(TaskContext context) => Task.FromResult(context.TryNumber);

    private static Task WorkAsync(TaskContext context) => context.DelayAsync(TimeSpan.Zero);

    private static void Work(TaskContext context) => context.Count("n", 1);

    private static string Text(int number, TaskContext context) => $"{context.TaskId}{number}";

    private static Task<string> TextAsync(int number, TaskContext context) => Task.FromResult($"{context.TaskId}{number}");

    private static Task SendAsync(int number, TaskContext context) => context.DelayAsync(TimeSpan.FromSeconds(number));

    private static void Send(int number, TaskContext context) => context.Count("n", number);

    private static int Count(IEnumerable<int> numbers, TaskContext context) => numbers.Count() + context.TryNumber;

    private static Follow Choose(TaskContext context) => context.TryNumber == 1 ? "a" : Follow.None;
}
