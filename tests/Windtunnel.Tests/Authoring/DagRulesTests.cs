namespace Windtunnel.Tests.Authoring;

public sealed class DagRulesTests
{
    private const string SetupFollower = "ValueError: Setup tasks must be followed with trigger rule ALL_SUCCESS.";
    private const string AlwaysInGroup =
        "ValueError: Task-generated mapping within a mapped task group is not allowed with trigger rule 'always'";

    private const string DefaultOfScheduled =
        "ValueError: Dag 'd' is not allowed to define a Schedule, as there are required params without default values, "
        + "or the default values are not valid.";

    private static readonly TaskSpec Always = new() { TriggerRule = TriggerRule.Always };
    private static readonly TaskSpec AllDone = new() { TriggerRule = TriggerRule.AllDone };
    private static readonly HumanInput Question = new() { Subject = "Ship?", Options = ["yes", "no"] };

    private static readonly Dictionary<string, DagRuleCase> Cases = new()
    {
        ["dag id with a space"] = new(
            "dag.id",
            "Dag 'a b'",
            "ValueError: The key 'a b' has to be made of alphanumeric characters, dashes, dots, and underscores exclusively",
            () => new Dag("a b"),
            () => new Dag("größe-1.b_ñ名")),
        ["dag id too long"] = new(
            "dag.id",
            $"Dag '{new string('a', 251)}'",
            "ValueError: The key has to be less than 250 characters, not 251",
            () => new Dag(new string('a', 251)),
            () => new Dag(new string('a', 250))),
        ["task id empty"] = DagRuleCase.InDag(
            "task.id",
            "Task ''",
            "ValueError: The key '' has to be made of alphanumeric characters, dashes, dots, and underscores exclusively",
            dag => dag.Empty(""),
            dag => dag.Empty("_")),
        ["task id with a combining mark"] = DagRuleCase.InDag(
            "task.id",
            "Task 'e\u0301'",
            "ValueError: The key 'e\u0301' has to be made of alphanumeric characters, dashes, dots, and underscores exclusively",
            dag => dag.Empty("e\u0301"),
            dag => dag.Empty("\u00e9\u00b2\u2167")),
        ["task id too long with its groups"] = DagRuleCase.InDag(
            "task.id",
            $"Task 'g.{new string('a', 249)}'",
            "ValueError: The key has to be less than 250 characters, not 251",
            dag => dag.Group("g", g => g.Empty(new string('a', 249))),
            dag => dag.Group("g", g => g.Empty(new string('a', 248)))),
        ["group id with a dot"] = DagRuleCase.InDag(
            "group.id",
            "Group 'a.b'",
            "ValueError: The key 'a.b' has to be made of alphanumeric characters, dashes and underscores exclusively",
            dag => dag.Group("a.b", _ => { }),
            dag => dag.Group("a", a => a.Group("b", _ => { }))),
        ["group id too long"] = DagRuleCase.InDag(
            "group.id",
            $"Group '{new string('a', 201)}'",
            "ValueError: The key has to be less than 200 characters, not 201",
            dag => dag.Group(new string('a', 201), _ => { }),
            dag => dag.Group(string.Concat(Enumerable.Repeat("\U00020000", 200)), _ => { })),
        ["two tasks of one id"] = DagRuleCase.InDag(
            "task.duplicate",
            "Task 'a'",
            "DuplicateTaskIdFound: Task id 'a' has already been added to the Dag",
            dag => { dag.Empty("a"); dag.Empty("a"); },
            dag => { dag.Empty("a"); dag.Group("g", g => g.Empty("a")); }),
        ["task named as a group"] = DagRuleCase.InDag(
            "task.duplicate",
            "Task 'g'",
            "DuplicateTaskIdFound: Task id 'g' has already been added to the Dag",
            dag => { dag.Empty("g"); dag.Group("g", _ => { }); },
            dag => { dag.Empty("g"); dag.Group("h", _ => { }); }),
        ["task named as a group's join"] = DagRuleCase.InDag(
            "task.duplicate",
            "Task 'g.upstream_join_id'",
            "DuplicateTaskIdFound: Task id 'g.upstream_join_id' has already been added to the Dag",
            dag => dag.Group("g", g => g.Empty("upstream_join_id")),
            dag => dag.Group("g", g => g.Empty("upstream_join"))),
        ["two groups of one id"] = DagRuleCase.InDag(
            "group.duplicate",
            "Group 'g'",
            "DuplicateTaskIdFound: group_id 'g' has already been added to the DAG",
            dag => { dag.Group("g", _ => { }); dag.Group("g", _ => { }); },
            dag => { dag.Group("g", _ => { }); dag.Group("h", h => h.Group("g", _ => { })); }),
        ["cycle"] = DagRuleCase.InDag(
            "edge.cycle",
            "Task 'b'",
            "AirflowDagCycleException: Cycle detected in Dag: d. Faulty task: c",
            dag => { TaskRef b = dag.Empty("b"); Dag.Chain(dag.Empty("a"), b, dag.Empty("c"), b); },
            dag => { TaskRef a = dag.Empty("a"), c = dag.Empty("c"); Dag.Chain(a, dag.Empty("b"), c); Dag.Chain(a, c); }),
        ["task after itself"] = DagRuleCase.InDag(
            "edge.cycle",
            "Task 'a'",
            "AirflowDagCycleException: Cycle detected in Dag: d. Faulty task: a",
            dag => { TaskRef a = dag.Empty("a"); a.Before(a); },
            dag => dag.Empty("a")),
        ["edge from another dag"] = DagRuleCase.InDag(
            "edge.between_dags",
            "Task 'b'",
            "RuntimeError: Tried to set relationships between tasks in more than one Dag",
            dag => new Dag("other").Empty("a").Before(dag.Empty("b")),
            dag => dag.Empty("a").Before(dag.Empty("b"))),
        ["edge into another dag"] = DagRuleCase.InDag(
            "edge.between_dags",
            "Task 'b'",
            "RuntimeError: Tried to set relationships between tasks in more than one Dag",
            dag => dag.Empty("a").Before(new Dag("other").Empty("b")),
            dag => dag.Empty("a").Before(dag.Empty("b"))),
        ["input from another dag"] = DagRuleCase.InDag(
            "edge.between_dags",
            "Task 'b'",
            "RuntimeError: Tried to set relationships between tasks in more than one Dag",
            dag => dag.Task("b", new Dag("other").Task("a", _ => 1), (_, _) => { }),
            dag => dag.Task("b", dag.Task("a", _ => 1), (_, _) => { })),
        ["edge to an empty group"] = DagRuleCase.InDag(
            "edge.empty_group",
            "Group 'g'",
            null,
            dag => dag.Empty("a").Before(Node.Of(dag.Group("g", _ => { }), dag.Empty("b"))),
            dag => dag.Empty("a").Before(Node.Of(dag.Group("g", g => g.Empty("c")), dag.Empty("b")))),
        ["setup and teardown at once"] = DagRuleCase.InDag(
            "setup.and_teardown",
            "Task 'a'",
            "ValueError: Cannot mark task 'a' as teardown; task is already a setup.",
            dag => dag.Empty("a").AsSetup().AsTeardown(),
            dag => dag.Empty("a").AsTeardown(false, dag.Empty("b"))),
        ["teardown with a rule"] = DagRuleCase.InDag(
            "teardown.rule",
            "Task 'a'",
            "ValueError: Trigger rule not configurable for teardown tasks.",
            dag => dag.Empty("a", AllDone).AsTeardown(),
            dag => dag.Empty("a", new() { TriggerRule = TriggerRule.AllDoneSetupSuccess }).AsTeardown()),
        ["setup followed by another rule"] = DagRuleCase.InDag(
            "setup.follower_rule",
            "Task 'work'",
            SetupFollower,
            dag => dag.Empty("up").AsSetup().Before(dag.Empty("work", AllDone)),
            dag => Dag.Chain(dag.Empty("up").AsSetup(), dag.Empty("work"), dag.Empty("later", AllDone))),
        ["setup followed by its teardown"] = DagRuleCase.InDag(
            "setup.follower_rule",
            "Task 'work'",
            SetupFollower,
            dag => dag.Empty("up").AsSetup().Before(dag.Empty("work", Always)),
            dag => dag.Empty("down").AsTeardown(true, dag.Empty("up"))),
        ["mapped setup"] = DagRuleCase.InDag(
            "setup.mapped",
            "Task 'up'",
            null,
            dag => dag.Map("up", Each.Of(1, 2), (_, _) => { }).AsSetup(),
            dag => dag.MapGroup("g", Each.Of(1, 2), (g, _) => g.Empty("up").AsSetup())),
        ["map in a mapped group"] = DagRuleCase.InDag(
            "map.in_mapped_group",
            "Task 'g.h.m'",
            "NotImplementedError: operator expansion in an expanded task group is not yet supported",
            dag => dag.MapGroup("g", Each.Of(1, 2), (g, _) => g.Group("h", h => h.Map("m", Each.Of(1), (_, _) => { }))),
            dag => dag.Group("g", g => g.Group("h", h => h.Map("m", Each.Of(1), (_, _) => { })))),
        ["group mapped over the outer element"] = DagRuleCase.InDag(
            "map.over_element",
            "Group 'g.h'",
            "ValueError: Nested Mapped TaskGroups are not yet supported",
            dag => dag.MapGroup(
                "g", Each.Of<int[]>([1]), (g, item) => g.MapGroup("h", Each.In<int>(item).Select(n => n + 1), (_, _) => { })),
            dag => dag.MapGroup(
                "g", Each.Of<int[]>([1]), (g, _) => g.MapGroup("h", Each.Of(1, 2), (_, _) => { }))),
        ["map over a fallback"] = DagRuleCase.InDag(
            "map.over_fallback",
            "Task 'm'",
            null,
            dag => dag.Map("m", dag.Task("a", _ => new[] { 1 }).Or([]), (_, _) => { }),
            dag => dag.Map("m", dag.Task("a", _ => new[] { 1 }), (_, _) => { })),
        ["always over a result"] = DagRuleCase.InDag(
            "map.always",
            "Task 'm'",
            "ValueError: Task-generated mapping within a task using 'expand' is not allowed with trigger rule 'always'.",
            dag => dag.Map("m", dag.Task("a", _ => new[] { 1 }), (_, _) => { }, Always),
            dag => dag.Map("m", Each.Of(1), (_, _) => { }, Always)),
        ["always in a group over a result"] = DagRuleCase.InDag(
            "map.group_always",
            "Task 'g.a'",
            AlwaysInGroup,
            dag => dag.MapGroup("g", dag.Task("a", _ => new[] { 1 }), (g, _) => g.Empty("a", Always)),
            dag => dag.MapGroup("g", dag.Task("a", _ => new[] { 1 }), (g, _) => g.Group("h", h => h.Empty("a", Always)))),
        ["always in a group over literals"] = DagRuleCase.InDag(
            "map.group_always",
            "Task 'g.a'",
            AlwaysInGroup,
            dag => dag.MapGroup("g", dag.Task("a", _ => new[] { 1 }), (g, _) => g.Empty("a", Always)),
            dag => dag.MapGroup("g", Each.Of(1), (g, _) => g.Empty("a", Always))),
        ["result of a mapped group read outside"] = DagRuleCase.InDag(
            "input.not_collected",
            "Task 'sum'",
            null,
            dag => dag.Task("sum", InMappedGroup(dag), (n, _) => n),
            dag => dag.Task("sum", InMappedGroup(dag).Collect(), (all, _) => all.Sum())),
        ["result of a mapped group with a fallback read outside"] = DagRuleCase.InDag(
            "input.not_collected",
            "Task 'sum'",
            null,
            dag => dag.Task("sum", InMappedGroup(dag).Or(0), (n, _) => n),
            dag => dag.MapGroup("g", Each.Of(1), (g, _) => g.Task("b", g.Task("a", _ => 1).Or(0), (n, _) => n))),
        ["result of a mapped group mapped over"] = DagRuleCase.InDag(
            "input.not_collected",
            "Group 'h'",
            null,
            dag => dag.MapGroup("h", ListInMappedGroup(dag), (_, _) => { }),
            dag => dag.MapGroup("h", ListInMappedGroup(dag).Collect(), (_, _) => { })),
        ["result of an unmapped task collected"] = DagRuleCase.InDag(
            "input.collected",
            "Task 'sum'",
            null,
            dag => dag.Task("sum", dag.Task("a", _ => 1).Collect(), (all, _) => all.Sum()),
            dag => dag.Task("sum", dag.Task("a", _ => 1), (n, _) => n)),
        ["result of a mapped task collected"] = DagRuleCase.InDag(
            "input.collected",
            "Task 'sum'",
            null,
            dag => dag.Task("sum", dag.Map("a", Each.Of(1), (n, _) => n).Collect(), (_, _) => { }),
            dag => dag.Task("sum", dag.Map("a", Each.Of(1), (n, _) => n), (all, _) => all.Sum())),
        ["collected within its own group"] = DagRuleCase.InDag(
            "input.collected",
            "Task 'g.sum'",
            null,
            dag => dag.MapGroup("g", Each.Of(1), (g, _) => g.Task("sum", g.Task("a", _ => 1).Collect(), (_, _) => { })),
            dag => dag.MapGroup("g", Each.Of(1), (g, _) => g.Task("sum", g.Task("a", _ => 1), (_, _) => { }))),
        ["element read outside its group"] = DagRuleCase.InDag(
            "input.element_outside",
            "Task 'b'",
            null,
            dag => dag.MapGroup("g", Each.Of(1), (_, item) => dag.Task("b", item, (_, _) => { })),
            dag => dag.MapGroup("g", Each.Of(1), (g, item) => g.Group("h", h => h.Task("b", item, (_, _) => { })))),
        ["no pool slot"] = DagRuleCase.InDag(
            "task.pool_slots",
            "Task 'a'",
            "ValueError: pool slots for a in dag d cannot be less than 1",
            dag => dag.Empty("a", new() { PoolSlots = 0 }),
            dag => dag.Empty("a", new() { PoolSlots = 1 })),
        ["sensor that soft fails and never fails"] = DagRuleCase.InDag(
            "sensor.fails_two_ways",
            "Task 's'",
            "ValueError: soft_fail and never_fail are mutually exclusive, you can not provide both.",
            dag => dag.Sensor("s", _ => true, new() { SoftFail = true, NeverFail = true }),
            dag => dag.Sensor("s", _ => true, new() { SoftFail = true, SilentFail = true })),
        ["sensor with a negative interval"] = DagRuleCase.InDag(
            "sensor.negative_wait",
            "Task 's'",
            "ValueError: The poke_interval must be a non-negative number",
            dag => dag.Sensor("s", _ => true, new() { PokeInterval = TimeSpan.FromTicks(-1) }),
            dag => dag.Sensor("s", _ => true, new() { PokeInterval = TimeSpan.Zero })),
        ["sensor with a negative timeout"] = DagRuleCase.InDag(
            "sensor.negative_wait",
            "Task 's'",
            "ValueError: The timeout must be a non-negative number",
            dag => dag.Sensor("s", _ => true, new() { Timeout = TimeSpan.FromTicks(-1) }),
            dag => dag.Sensor("s", _ => true, new() { Timeout = TimeSpan.Zero })),
        ["question without options"] = DagRuleCase.InDag(
            "human.options",
            "Task 'h'",
            "ValueError: \"options\" cannot be empty.",
            dag => dag.AskHuman("h", Question with { Options = [] }),
            dag => dag.AskHuman("h", Question)),
        ["default that is no option"] = DagRuleCase.InDag(
            "human.options",
            "Task 'h'",
            "ValueError: defaults \"['maybe']\" should be a subset of options \"['yes', 'no']\"",
            dag => dag.AskHuman("h", Question with { Defaults = ["maybe"] }),
            dag => dag.AskHuman("h", Question with { Defaults = ["no"] })),
        ["two defaults for one choice"] = DagRuleCase.InDag(
            "human.options",
            "Task 'h'",
            "ValueError: More than one defaults given when \"multiple\" is set to False.",
            dag => dag.AskHuman("h", Question with { Defaults = ["yes", "no"] }),
            dag => dag.AskHuman("h", Question with { Defaults = ["yes", "no"], Multiple = true })),
        ["mapped option that is no option"] = DagRuleCase.InDag(
            "human.options",
            "Task 'h'",
            "ValueError: `options_mapping` contains keys that are not in `options`: ['maybe']",
            dag => dag.HumanBranch("h", Question, new Dictionary<string, string> { ["maybe"] = "a" }),
            dag => dag.HumanBranch("h", Question, new Dictionary<string, string> { ["yes"] = "a" })),
        ["approval with options"] = DagRuleCase.InDag(
            "human.options",
            "Task 'h'",
            "ValueError: Passing options to ApprovalOperator is not allowed.",
            dag => dag.Approval("h", Question),
            dag => dag.Approval("h", Question with { Options = [] })),
        ["approval of several answers"] = DagRuleCase.InDag(
            "human.options",
            "Task 'h'",
            "ValueError: Passing multiple to ApprovalOperator is not allowed.",
            dag => dag.Approval("h", Question with { Options = [], Multiple = true }),
            dag => dag.AskHuman("h", Question with { Multiple = true })),
        ["fail fast with another rule"] = new(
            "dag.fail_fast_rule",
            "Task 'a'",
            "FailFastDagInvalidTriggerRule: A 'fail_fast' dag can only have all_success trigger rule",
            () => With(new Dag("d") { FailFast = true }, dag => dag.Empty("a", AllDone)),
            () => With(new Dag("d") { FailFast = true }, dag => dag.Empty("a").AsTeardown())),
        ["catchup without start"] = new(
            "dag.catchup_without_start",
            "Dag 'd'",
            "ValueError: start_date is required when catchup=True",
            () => new Dag("d") { Catchup = true },
            () => new Dag("d") { Catchup = true, StartDate = DateTimeOffset.UnixEpoch }),
        ["continuous with several runs"] = new(
            "dag.max_active_runs",
            "Dag 'd'",
            "ValueError: Invalid max_active_runs: ContinuousTimetable requires max_active_runs <= 1",
            () => new Dag("d") { Schedule = Schedule.Continuous },
            () => new Dag("d") { Schedule = Schedule.Continuous, MaxActiveRuns = 1 }),
        ["long tag"] = new(
            "dag.tag",
            "Dag 'd'",
            "ValueError: tag cannot be longer than 100 characters",
            () => new Dag("d") { Tags = [new string('t', 101)] },
            () => new Dag("d") { Tags = [new string('t', 100)] }),
        ["two params of one name"] = new(
            "param.duplicate",
            "Dag 'd'",
            null,
            () => new Dag("d") { Params = [Param.Of("p", 1), Param.Of("p", 2)] },
            () => new Dag("d") { Params = [Param.Of("p", 1), Param.Of("q", 2)] }),
        ["two params of one name in a task"] = DagRuleCase.InDag(
            "param.duplicate",
            "Task 'a'",
            null,
            dag => dag.Empty("a", new() { Params = [Param.Of("p", 1), Param.Of("p", 2)] }),
            dag => dag.Empty("a", new() { Params = [Param.Of("p", 1)] })),
        ["param with a schema that is none"] = new(
            "param.schema",
            "Dag 'd'",
            null,
            () => new Dag("d") { Params = [Param.Required("p", """{"type":"int"}""")] },
            () => new Dag("d") { Params = [Param.Required("p", """{"type":"integer"}""")] }),
        ["question with a param whose pattern is none"] = DagRuleCase.InDag(
            "param.schema",
            "Task 'h'",
            null,
            dag => dag.AskHuman("h", Question with { Params = [Param.Of("p", "a") with { Pattern = "(" }] }),
            dag => dag.AskHuman("h", Question with { Params = [Param.Of("p", "a") with { Pattern = "(a)" }] })),
        ["scheduled dag with a param without default"] = new(
            "param.default",
            "Dag 'd'",
            DefaultOfScheduled,
            () => new Dag("d") { Schedule = Schedule.Once, Params = [Param.Required("p")] },
            () => new Dag("d") { Params = [Param.Required("p")] }),
        ["scheduled dag with a default outside its schema"] = new(
            "param.default",
            "Dag 'd'",
            DefaultOfScheduled,
            () => new Dag("d") { Schedule = Schedule.Once, Params = [Param.Of("p", 1) with { Minimum = 2 }] },
            () => new Dag("d") { Schedule = Schedule.Once, Params = [Param.Of("p", 2) with { Minimum = 2 }] }),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Build_BrokenRule_ThrowsThatErrorOnly(string name)
    {
        DagRuleCase rule = Cases[name];

        DagException rejected = Assert.Throws<DagException>(() => rule.Broken().Build());

        DagError error = Assert.Single(rejected.Errors);
        Assert.Equal((rule.Code, rule.Where, rule.Airflow), (error.Code, error.Where, error.AirflowMessage));
        Assert.EndsWith(".", error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Build_NeighbourOfABrokenRule_Succeeds(string name) => Assert.True(Cases[name].Kept().Build().IsBuilt);

    [Fact]
    public void Build_SeveralMistakes_ListsAll()
    {
        var dag = new Dag("d d") { Catchup = true };
        dag.Empty("up").AsSetup().Before(dag.Empty("a", AllDone), dag.Empty("b", AllDone));

        DagException rejected = Assert.Throws<DagException>(dag.Build);

        Assert.Equal(
            ["dag.id", "setup.follower_rule", "setup.follower_rule", "dag.catchup_without_start"],
            rejected.Errors.Select(error => error.Code));
        Assert.All(rejected.Errors, error => Assert.Contains(error.ToString(), rejected.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3, "t0 >> t1 >> t2 >> t0. Remove")]
    [InlineData(12, "t0 >> t1 >> t2 >> t3 >> t4 >> t5 >> t6 >> t7 >> t8 >> ... >> t11 >> t0 (12 tasks). Remove")]
    public void Cycle_Text_NamesItsTasks(int length, string expected)
    {
        var dag = new Dag("d");
        TaskRef[] tasks = [.. Enumerable.Range(0, length).Select(i => dag.Empty($"t{i}"))];
        Dag.Chain([dag.Empty("before"), .. tasks, tasks[0]]);

        DagException rejected = Assert.Throws<DagException>(dag.Build);

        Assert.Contains(expected, rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_AllInTheTable_AreShownBroken()
    {
        HashSet<Func<Dag, IEnumerable<DagError>>> shown = [];
        foreach (DagRuleCase @case in Cases.Values)
        {
            Dag dag = @case.Broken();
            shown.UnionWith(DagRules.All.Where(rule => rule(dag).Any()));
        }

        Assert.Equal(DagRules.All.Select(rule => rule.Method.Name), DagRules.All.Where(shown.Contains).Select(rule => rule.Method.Name));
    }

    private static TaskRef<int> InMappedGroup(Dag dag)
    {
        TaskRef<int>? task = null;
        dag.MapGroup("g", Each.Of(1, 2), (g, item) => task = g.Task("a", item, (n, _) => n));
        return task!;
    }

    private static TaskRef<int[]> ListInMappedGroup(Dag dag)
    {
        TaskRef<int[]>? task = null;
        dag.MapGroup("g", Each.Of(1, 2), (g, item) => task = g.Task("a", item, (n, _) => new[] { n }));
        return task!;
    }

    private static Dag With(Dag dag, Action<Dag> fill)
    {
        fill(dag);
        return dag;
    }
}
