namespace Windtunnel.Tests.Runs;

public sealed class NearestNamesTests
{
    [Theory]
    [InlineData("laod", "load")]
    [InlineData("Load", "load")]
    [InlineData("transfrom_orders", "transform_orders")]
    [InlineData("copy", "group.copy")]
    [InlineData("copi", "group.copy")]
    [InlineData("zzzzzz", null)]
    public void Name_Mistyped_GivesTheNearest(string typed, string? nearest) =>
        Assert.Equal(nearest, NearestNames.To(typed, ["extract", "load", "transform_orders", "group.copy"]).Take(1).SingleOrDefault());

    [Fact]
    public void Names_EquallyNear_AreOrderedAndAtMostThree() =>
        Assert.Equal(["task_a", "task_b", "task_c"], NearestNames.To("task_x", ["task_d", "task_c", "task_b", "task_a"]));

    [Theory]
    [InlineData(0, "There are none.")]
    [InlineData(2, "There are: name0, name1.")]
    [InlineData(40, "There are 40, the first being: name0, name1, name2, name3, name4.")]
    public void Suggestion_WithoutANearName_TellsWhatThereIs(int count, string expected) =>
        Assert.Equal(expected, NearestNames.Suggest("quite_another_thing", Enumerable.Range(0, count).Select(at => $"name{at}")));

    [Fact]
    public void Suggest_OfNamesWithAliases_TriesThoseAndDoesNotCountThem()
    {
        Assert.Equal("Did you mean 'orders_etl'?", NearestNames.Suggest("orders_elt", ["Orders"], ["orders_etl"]));
        Assert.Equal("There are: Orders.", NearestNames.Suggest("weather", ["Orders"], ["orders_etl"]));
    }
}
