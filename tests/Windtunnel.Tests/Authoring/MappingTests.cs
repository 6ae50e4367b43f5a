namespace Windtunnel.Tests.Authoring;

public sealed class MappingTests
{
    private readonly TaskRef<int[]> _list;
    private readonly TaskRef<Dictionary<string, int>> _ages;
    private readonly MappedTaskRef<int> _each;
    private readonly TaskContext _context = FixedHost.ContextOf(
        ("list", ["[1,2]"]), ("ages", ["""{"k1":1,"k2":2}"""]), ("each", ["3", "5"]));

    public MappingTests()
    {
        var dag = new Dag("d");
        _list = dag.Task("list", _ => new[] { 1 });
        _ages = dag.Task("ages", _ => new Dictionary<string, int>());
        _each = dag.Map("each", _list, (n, _) => n);
    }

    [Fact]
    public void Literals_AsElements_AreInOrder() => Assert.Equal(["a", "b"], Items(Each.Of("a", "b")));

    [Fact]
    public void Result_ThatIsAList_GivesItsElements() => Assert.Equal([1, 2], Items(Each.In<int>(_list)));

    [Fact]
    public void Result_ThatIsADictionary_GivesItsEntriesInOrder() =>
        Assert.Equal([new("k1", 1), new("k2", 2)], Items(Each.In(_ages)));

    [Fact]
    public void Result_OfAMappedTask_GivesWhatItsInstancesReturned() => Assert.Equal([3, 5], Items(Each.In<int>(_each)));

    [Fact]
    public void Cross_OfTwoLists_ChangesTheLastFastest() => Assert.Equal(
        [(1, "a"), (1, "b"), (1, "c"), (2, "a"), (2, "b"), (2, "c")], Items(Each.In<int>(_list).Cross(Each.Of("a", "b", "c"))));

    [Fact]
    public void Zip_OfListsOfDifferentLength_IsAsLongAsTheShorter() =>
        Assert.Equal([(1, "a")], Items(Each.Of(1, 2, 3).Zip(Each.Of("a"))));

    [Fact]
    public void ZipLongest_OfListsOfDifferentLength_FillsWhatIsMissing()
    {
        Assert.Equal([(1, "a"), (2, "-"), (3, "-")], Items(Each.Of(1, 2, 3).ZipLongest(Each.Of("a"), 0, "-")));
        Assert.Equal([("a", 1), ("-", 2)], Items(Each.Of("a").ZipLongest(Each.In<int>(_list), "-", 0)));
    }

    [Fact]
    public void Concat_OfTwoLists_GivesOneAfterTheOther() => Assert.Equal([1, 2, 3], Items(Each.In<int>(_list).Concat(Each.Of(3))));

    [Fact]
    public void Select_OnElements_ChangesEach() => Assert.Equal([10, 20], Items(Each.In<int>(_list).Select(n => n * 10)));

    [Fact]
    public void Length_OfAnUnknownSource_IsUnknownForEveryCombination()
    {
        Mapping<int> unknown = Each.In<int>(_list), known = Each.Of(1);
        Mapping[] all = [unknown, unknown.Select(n => n), unknown.Zip(known), known.Concat(unknown), known.Cross(unknown)];

        Assert.All(all, mapping => Assert.Null(mapping.Length(_ => null)));
        Assert.All(all, mapping => Assert.Equal(["list"], mapping.Sources.Select(source => source.Id)));
    }

    [Fact]
    public void Element_BeyondTheResult_SaysWhatToRerun()
    {
        XComMissingException thrown = Assert.Throws<XComMissingException>(() => Each.In<int>(_list).Item(2, _context));

        Assert.StartsWith("Map index 2 reads element 2 of the result of 'list', which has 2.", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>An instance finds its index by its mapping, so two groups must not share one.</summary>
    [Fact]
    public void Variable_ForSeveralMappings_IsTakenAsSeveral()
    {
        Mapping<int> shared = Each.Of(1, 2);
        var dag = new Dag("d");
        TaskGroup outer = dag.MapGroup("outer", shared, (group, _) => group.MapGroup("inner", shared, (_, _) => { }));
        TaskRef first = dag.Map("first", shared, (_, _) => { }), second = dag.Map("second", shared, (_, _) => { });

        Mapping?[] all = [outer.Mapping, dag.Groups[1].Mapping, first.Definition.Mapping, second.Definition.Mapping];

        Assert.Equal(4, all.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    private T[] Items<T>(Mapping<T> mapping) =>
        [.. Enumerable.Range(0, mapping.Length(_context.Host.MapLength)!.Value).Select(index => mapping.Item(index, _context))];
}
