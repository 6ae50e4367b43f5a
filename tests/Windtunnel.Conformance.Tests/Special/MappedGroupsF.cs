using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class MappedGroupsF
{
    [Scenario]
    public static Dag F20_group_fail_one()
    {
        Dag dag = Manual();
        dag.MapGroup("g", Each.Of(1, 2, 3), (group, value) =>
        {
            TaskRef<int> t1 = group.Task("t1", value, (v, _) => MappingsF.FailsAt(2, v));
            group.Task("t2", t1, (v, _) => v);
        });
        return dag;
    }

    [Scenario]
    public static Dag F22_group_one_failed()
    {
        Dag dag = Manual();
        dag.MapGroup("g", Each.Of(1, 2, 3), (group, value) =>
            _ = group.Task("t1", value, (v, _) => MappingsF.FailsAt(1, v))
                >> group.Task("rf", _ => 1, new() { TriggerRule = TriggerRule.OneFailed }));
        return dag;
    }

    [Scenario]
    public static Dag F23_group_src()
    {
        Dag dag = Manual();
        TaskRef<int>? last = null;
        dag.MapGroup("g", dag.Task("src", _ => new[] { 1, 2 }), (group, value) =>
        {
            TaskRef<int> t1 = group.Task("t1", value, (v, _) => v);
            last = group.Task("t2", t1, (v, _) => v * 2);
        });
        dag.Task("agg", last!.Collect(), (all, _) => all);
        return dag;
    }
}
