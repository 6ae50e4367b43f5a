namespace Windtunnel.Tests.Authoring;

public sealed class InputTests
{
    private readonly Dag _dag = new("d");
    private readonly TaskRef<int> _one;
    private readonly MappedTaskRef<int> _each;

    public InputTests()
    {
        _one = _dag.Task("one", _ => 1);
        _each = _dag.Map("each", Each.Of(1, 2), (n, _) => n);
    }

    [Theory]
    [InlineData("7", 7, 7, 7)]
    [InlineData("null", null, 9, 0)]
    [InlineData(null, null, 9, 0)]
    public void Result_PlainWithFallbackAndWithDefault_IsRead(string? json, int? plain, int fallback, int orDefault)
    {
        TaskContext context = FixedHost.ContextOf(("one", json is null ? [] : [json]));

        Assert.Equal(fallback, Read(_one.Or(9), context));
        Assert.Equal(orDefault, Read(_one.OrDefault(), context));
        if (plain is { } value)
        {
            Assert.Equal(value, Read(_one, context));
        }
        else
        {
            XComMissingException thrown = Assert.Throws<XComMissingException>(() => Read(_one, context));
            Assert.StartsWith("Task 'reader' reads the result of 'one', which left none", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Result_OfAMappedTask_IsTheListOfWhatIsThere()
    {
        Assert.Equal([4, 6], Read(_each, FixedHost.ContextOf(("each", ["4", "6"]))));
        Assert.Equal([], Read(_each, FixedHost.ContextOf()));
        Assert.Equal([0], Read(_each.Or([0]), FixedHost.ContextOf()));
    }

    [Fact]
    public void Collect_OfATaskInAMappedGroup_IsTheListOfItsResults()
    {
        ITaskInput<int[]>? collected = null;
        _dag.MapGroup("g", Each.Of(1), (group, _) => collected = group.Task("a", _ => 1).Collect());

        Assert.Equal([4, 6], Read(collected!, FixedHost.ContextOf(("g.a", ["4", "6"]))));
    }

    [Fact]
    public void Element_OfAMappedGroup_IsThatOfTheInstance()
    {
        ITaskInput<string>? element = null;
        _dag.MapGroup("g", Each.Of("a", "b"), (_, item) => element = item);

        Assert.Equal("b", Read(element!, FixedHost.ContextOf(1)));
    }

    [Fact]
    public void Result_OfAnotherType_SaysWhatCannotBeRead()
    {
        XComTypeException thrown = Assert.Throws<XComTypeException>(() => Read(_one, FixedHost.ContextOf(("one", ["\"text\""]))));

        Assert.StartsWith("The value \"text\" cannot be read as Int32: ", thrown.Message, StringComparison.Ordinal);
    }

    private static T Read<T>(ITaskInput<T> input, TaskContext context) => input.Read(context);
}
