namespace Windtunnel.Airflow.Tests.Stubs;

/// <summary>DAGs of groups in groups, some of them mapped, with edges between tasks and groups. A seed always gives the same.</summary>
internal static class RandomDags
{
    public static Dag Of(int seed)
    {
        var random = new Random(seed);
        var dag = new Dag($"random_{seed}");
        List<TaskRef<int[]>> lists = [dag.Task("first", _ => new[] { 1 })];
        Fill(dag, depth: 0, isMapped: false);
        return dag;

        List<Node> Fill(TaskScope scope, int depth, bool isMapped)
        {
            List<Node> nodes = [];
            for (int i = 0; i < random.Next(1, 5); i++)
            {
                nodes.Add(Member(scope, $"n{depth}{i}", depth, isMapped));
                if (nodes.Count > 1 && random.Next(3) > 0)
                {
                    _ = nodes[random.Next(nodes.Count - 1)] >> nodes[^1];
                }
            }

            return nodes;
        }

        Node Member(TaskScope scope, string id, int depth, bool isMapped) => random.Next(depth > 2 ? 3 : 6) switch
        {
            0 => scope.Empty(id),
            1 when !isMapped => scope.Map(id, lists[random.Next(lists.Count)], (number, _) => number),
            1 or 2 => isMapped ? scope.Task(id, _ => { }) : List(scope, id),
            3 when !isMapped => scope.MapGroup(
                id, lists[random.Next(lists.Count)], (group, _) => Fill(group, depth + 1, isMapped: true)),
            _ => scope.Group(id, group => Fill(group, depth + 1, isMapped)),
        };

        TaskRef<int[]> List(TaskScope scope, string id)
        {
            TaskRef<int[]> list = scope.Task(id, _ => new[] { 1 });
            lists.Add(list);
            return list;
        }
    }
}
