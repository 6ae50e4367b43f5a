using System.Text.Json;

namespace Windtunnel.Tests.Authoring;

public sealed class OutlineTests
{
    private static readonly HumanInput Question = new() { Subject = "Ship?", Options = ["yes", "no"] };

    [Fact]
    public void Outline_OfADag_HoldsItsStructure()
    {
        var dag = new Dag("d") { DisplayName = "D", Tags = ["t"], Doc = "Text" };
        TaskRef<int[]> list = dag.Task("list", _ => new[] { 1 }, new() { Retries = 2, Doc = "Lists" });
        dag.Group("g", g =>
        {
            TaskRef up = g.Empty("up").AsSetup();
            TaskRef<int[]> each = g.Map("each", list, (n, _) => n, new() { TriggerRule = TriggerRule.AllDone });
            g.Empty("down").AsTeardown(false, up).After(each);
            g.MapGroup("h", Each.Of(1), (h, _) => h.Empty("in"));
        });

        Assert.Equal(
            """
            {"DagId":"d","DisplayName":"D","Tags":["t"],"Doc":"Text","Tasks":[
            {"Id":"list","Kind":"task","Rule":0,"Upstream":[],"Group":null,"Mapped":false,
            "Setup":false,"Teardown":false,"Retries":2,"Doc":"Lists"},
            {"Id":"g.up","Kind":"empty","Rule":0,"Upstream":[],"Group":"g","Mapped":false,
            "Setup":true,"Teardown":false,"Retries":0,"Doc":null},
            {"Id":"g.each","Kind":"task","Rule":2,"Upstream":["list"],"Group":"g","Mapped":true,
            "Setup":false,"Teardown":false,"Retries":0,"Doc":null},
            {"Id":"g.down","Kind":"empty","Rule":4,"Upstream":["g.up","g.each"],"Group":"g","Mapped":false,
            "Setup":false,"Teardown":true,"Retries":0,"Doc":null},
            {"Id":"g.h.in","Kind":"empty","Rule":0,"Upstream":[],"Group":"g.h","Mapped":false,
            "Setup":false,"Teardown":false,"Retries":0,"Doc":null}],
            "Groups":[{"Id":"g","Parent":null,"Mapped":false},{"Id":"g.h","Parent":"g","Mapped":true}]}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(dag.Build().Outline()));
    }

    [Fact]
    public void Outline_OfEveryKindOfTask_NamesIt()
    {
        var dag = new Dag("d");
        dag.Task("task", _ => { });
        dag.Empty("empty");
        dag.Branch("branch", _ => Follow.None);
        dag.ShortCircuit("short_circuit", _ => true);
        dag.LatestOnly("latest_only");
        dag.Sensor("sensor", _ => true);
        dag.Deferrable("deferrable", _ => new Deferral(Trigger.At(default)), (_, _) => 1);
        dag.AskHuman("human_input", Question);
        dag.Approval("approval", new() { Subject = "Ship?" });
        dag.HumanBranch("human_branch", Question);

        Assert.Equal(Enum.GetValues<TaskKind>(), dag.Tasks.Select(task => task.Kind));
        Assert.All(dag.Outline().Tasks, task => Assert.Equal(task.Id, task.Kind));
    }

    [Fact]
    public void Outline_OfABuiltDag_IsMadeOnce()
    {
        Dag dag = new Dag("d").Build();

        Assert.Same(dag.Outline(), dag.Outline());
    }
}
