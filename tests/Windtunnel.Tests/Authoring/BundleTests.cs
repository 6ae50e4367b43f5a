namespace Windtunnel.Tests.Authoring;

public static class ProjectOfThisAssembly
{
    public static Bundle Dags { get; } = Bundle.Of(new Dag("only"));
}

public sealed class BundleTests
{
    private readonly Bundle _bundle = Bundle.Of(new Dag("good"))
        .With("throws", () => throw new InvalidOperationException("No license."))
        .With("invalid", () => new Dag("invalid") { Catchup = true })
        .With("renamed", () => new Dag("other"))
        .With("nothing", () => null!);

    [Fact]
    public void Load_GoodDag_GivesItBuiltAndTheSameEachTime()
    {
        Dag dag = _bundle.Load("good");

        Assert.True(dag.IsBuilt);
        Assert.Same(dag, _bundle.Load("good"));
    }

    [Theory]
    [InlineData("throws", "Dag 'throws' could not be created. InvalidOperationException: No license.")]
    [InlineData("invalid", "Dag 'invalid' could not be created. Dag 'invalid' is not valid.")]
    [InlineData("renamed", "Dag 'renamed' was created with the id 'other'.")]
    [InlineData("nothing", "Dag 'nothing' is null. Return one.")]
    [InlineData("goood", "The bundle has no Dag 'goood'. It has: good, invalid, nothing, renamed, throws.")]
    public void Load_DagThatCannotBeHad_NamesItAndWhy(string id, string message) =>
        Assert.StartsWith(message, Assert.Throws<BundleException>(() => _bundle.Load(id)).Message, StringComparison.Ordinal);

    [Fact]
    public void LoadAll_OneGoodAndSomeBad_GivesEachWithItsError() =>
        Assert.Equal(
            [("good", true), ("throws", false), ("invalid", false), ("renamed", false), ("nothing", false)],
            _bundle.LoadAll().Select(dag => (dag.Id, dag.Error is null && dag.Dag is not null)));

    [Fact]
    public void With_AnIdThatIsTaken_IsRefused() => Assert.Throws<ArgumentException>(() => _bundle.With("good", () => new Dag("good")));

    [Fact]
    public void LocalRun_OfADagThatHasOne_IsMadeForTheGivenDirectory()
    {
        var scratch = new DirectoryInfo(Path.GetTempPath());
        Bundle bundle = _bundle.With("local", () => new("local"), home => new() { Conf = home.FullName });

        Assert.Equal(scratch.FullName, bundle.LocalRun("local", scratch).Conf);
        Assert.Equal(new RunRequest(), bundle.LocalRun("good", scratch));
    }

    [Fact]
    public void LocalRun_ThatThrows_IsReportedWithTheDag() => Assert.StartsWith(
        "The local run of Dag 'local' could not be created. InvalidOperationException: No room.",
        Assert.Throws<BundleException>(() => _bundle
            .With("local", () => new("local"), _ => throw new InvalidOperationException("No room."))
            .LocalRun("local", new(Path.GetTempPath()))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void FollowersOf_ADag_AreThoseItWasAddedWith()
    {
        Bundle bundle = _bundle.With("leads", () => new("leads"), followedBy: ["good"]);
        Assert.Equal(["good"], bundle.FollowersOf("leads"));
        Assert.Empty(bundle.FollowersOf("good"));
    }

    [Fact]
    public void DagIds_OfSeveral_KeepTheOrder() => Assert.Equal(["good", "throws", "invalid", "renamed", "nothing"], _bundle.DagIds);

    [Fact]
    public void In_AssemblyWithOneBundle_FindsIt() => Assert.Same(ProjectOfThisAssembly.Dags, Bundle.In(typeof(BundleTests).Assembly));

    [Fact]
    public void In_AssemblyWithoutBundle_SaysWhatToAdd() =>
        Assert.Contains(
            "public static Bundle Dags",
            Assert.Throws<BundleException>(() => Bundle.In(typeof(Dag).Assembly)).Message,
            StringComparison.Ordinal);
}
