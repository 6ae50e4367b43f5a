namespace Windtunnel.Airflow.Tests.Stubs;

public sealed class StubExportTests
{
    public static TheoryData<string> Names => [.. Dags.Keys];

    private static Dictionary<string, Func<Dag>> Dags { get; } = new()
    {
        ["orders_etl"] = StubDags.Plain,
        ["groups"] = StubDags.Groups,
        ["mappings"] = StubDags.Mappings,
        ["assets"] = StubDags.Assets,
        ["nested.groups-1"] = StubDags.Nested,
        ["filled_in_turns"] = StubDags.FilledInTurns,
    };

    // The files are read by people: set WINDTUNNEL_WRITE_STUBS=1 to write them anew, then review the difference.
    [Theory]
    [MemberData(nameof(Names))]
    public void Stub_OfEachDag_IsTheApprovedFile(string name)
    {
        StubFile stub = StubExport.Of(Dags[name]());
        string approved = Path.Combine(Repository.Root, "tests", "Windtunnel.Airflow.Tests", "Stubs", "Approved", stub.FileName);
        if (Environment.GetEnvironmentVariable("WINDTUNNEL_WRITE_STUBS") == "1")
        {
            File.WriteAllText(approved, stub.Text);
        }

        Assert.Equal(File.ReadAllText(approved), stub.Text, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stub_OfEachDag_IsPython(string name)
    {
        string text = StubExport.Of(Dags[name]()).Text;

        Assert.Equal("", await Python.SaysAsync("import ast, sys; ast.parse(sys.stdin.read())", text));
    }

    /// <summary>Airflow would open it as a file, and not import a DAG whose text is too long for a path.</summary>
    [Fact]
    public void Doc_ThatEndsLikeAFile_IsNoPathForAirflow()
    {
        var dag = new Dag("d") { Doc = "See docs/orders.md" };
        dag.Task("t", _ => { });

        Assert.Contains("doc_md=\"See docs/orders.md\\n\",", StubExport.Of(dag).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Stub_ExportedTwice_IsTheSameText() =>
        Assert.Equal(StubExport.Of(StubDags.Plain()), StubExport.Of(StubDags.Plain()));

    [Fact]
    public void Stub_WithAnotherQueue_SendsTasksThere() =>
        Assert.Contains("queue=\"native\"", StubExport.Of(StubDags.Plain(), new() { Queue = "native" }).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Text_OfAnyCharacters_IsTheSameInPython()
    {
        const string Odd = "a\"b\\c\n\r\t\u0001 ü \U0001F600 \u2028 {x} %s '";

        string said = await Python.SaysAsync("import sys; sys.stdout.write(ascii(eval(sys.stdin.read())))", PythonText.Literal(Odd));

        Assert.Equal(@"'a""b\\c\n\r\t\x01 \xfc \U0001f600 \u2028 {x} %s \''", said);
    }

    [Fact]
    public void Drift_WithoutAny_IsEmpty() => Assert.Empty(StubExport.Check(StubExport.Of(StubDags.Plain()).Text, StubDags.Plain()));

    [Fact]
    public void Drift_OfAChangedTask_NamesTheLinesOnBothSides()
    {
        string deployed = StubExport.Of(StubDags.Plain()).Text.Replace("retries=2", "retries=3", StringComparison.Ordinal);

        Assert.Equal(
            ["Task 'extract': the deployed stub lacks: retries=2,", "Task 'extract': the bundle does not have: retries=3,"],
            StubExport.Check(deployed, StubDags.Plain()));
    }

    [Fact]
    public void Drift_OfATaskTakenOutOfItsGroup_NamesTheTask()
    {
        string exported = StubExport.Of(StubDags.Groups()).Text;
        string deployed = exported.Replace("        tasks[\"outer.drop\"]", "    tasks[\"outer.drop\"]", StringComparison.Ordinal);

        string difference = StubExport.Check(deployed, StubDags.Groups())[0];

        Assert.StartsWith("Task 'outer.drop': the deployed stub has another indentation", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Drift_OfTwoTasksThatTradeALine_NamesBoth()
    {
        Dag dag = Retried(first: 1, second: 2);

        Assert.Equal(
            [
                "Task 'a': the deployed stub lacks: @task.stub(task_id=\"a\", queue=\"csharp\", retries=1, "
                    + "retry_delay=datetime.timedelta(seconds=300))",
            ],
            StubExport.Check(StubExport.Of(Retried(first: 2, second: 2)).Text, dag)[..1]);
        Assert.Equal(
            ["Task 'a'", "Task 'b'"],
            StubExport.Check(StubExport.Of(Retried(first: 2, second: 1)).Text, dag).Select(line => line[..8]).Distinct());
    }

    [Fact]
    public void Drift_OfManyLines_IsCutShort()
    {
        var differences = StubExport.Check("", StubDags.Plain());

        Assert.Equal(21, differences.Length);
        Assert.EndsWith("Export orders_etl.py again.", differences[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_OfADag_AreListedTogetherWithWhatToDo()
    {
        var dag = new Dag("refused")
        {
            Callbacks = new() { OnFailure = [_ => { }] },
            Schedule = Schedule.OnPartitionedAssets(new AssetAlias("any")),
            Watchers = [AssetWatcher.At("noon", new Asset("raw"), DateTimeOffset.UnixEpoch)],
        };
        TaskRef<int[]> numbers = dag.Task("numbers", _ => new[] { 1 });
        dag.Map("mixed", Each.In(numbers).Zip(Each.Of(1, 2)), (_, _) => { });

        var error = Assert.Throws<StubException>(() => StubExport.Of(dag));

        Assert.Equal(4, error.Refusals.Length);
        Assert.StartsWith("Dag 'refused' cannot be exported for Airflow 3.3:\n- Callbacks", error.Message, StringComparison.Ordinal);
        Assert.Contains("TriggerRule.OneFailed", error.Refusals[0], StringComparison.Ordinal);
        Assert.Contains("partitions of the alias 'any'", error.Refusals[1], StringComparison.Ordinal);
        Assert.StartsWith("The watcher 'noon' of the asset 'raw' is run by nobody", error.Refusals[2], StringComparison.Ordinal);
        Assert.Contains("Let a task return those values", error.Refusals[3], StringComparison.Ordinal);
    }

    /// <summary>Each of the two would have to be written before the other.</summary>
    [Fact]
    public void Groups_MappedOverEachOthersResults_AreRefused()
    {
        var dag = new Dag("tangled");
        TaskRef<int[]>? numbers = null;
        TaskGroup first = dag.Group("first", group => numbers = group.Task("numbers", _ => new[] { 1 }));
        MappedTaskRef<int> doubled = dag.Group("second", _ => { }).Map("doubled", numbers!, (number, _) => number * 2);
        first.Map("again", doubled, (number, _) => number);

        var error = Assert.Throws<StubException>(() => StubExport.Of(dag));

        Assert.Equal(2, error.Refusals.Length);
        Assert.StartsWith("Something in the group 'first' is mapped over a result of another", error.Refusals[0], StringComparison.Ordinal);
    }

    /// <summary>The clocks of Berlin show 2:30 twice in that night.</summary>
    [Fact]
    public void Dates_InTheHourThatComesTwice_AreToldApart()
    {
        var dag = new Dag("d")
        {
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            StartDate = new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero),
            EndDate = new(2026, 10, 25, 1, 30, 0, TimeSpan.Zero),
        };

        string text = StubExport.Of(dag).Text;

        const string Written = "pendulum.datetime(2026, 10, 25, 2, 30, 0, tz=\"Europe/Berlin\"";
        Assert.Contains($"start_date={Written}, fold=0),", text, StringComparison.Ordinal);
        Assert.Contains($"end_date={Written}),", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Params_OfATask_AreWritten()
    {
        var dag = new Dag("d");
        dag.Task("t", _ => { }, new() { Params = [Param.Of("who", (string?)null)] });

        Assert.Contains(
            "params={\"who\": Param(None, schema={\"type\": [\"string\", \"null\"]})}", StubExport.Of(dag).Text, StringComparison.Ordinal);
    }

    private static Dag Retried(int first, int second)
    {
        var dag = new Dag("retried");
        dag.Task("a", _ => { }, new() { Retries = first });
        dag.Task("b", _ => { }, new() { Retries = second });
        return dag;
    }
}
