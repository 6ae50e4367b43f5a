// A bundle as a DAG project publishes it. Compiled to native code by .ci/run; started as a process by tests of the protocol.
using Windtunnel.Airflow;
using Windtunnel.Consumers;

<<<<<<< HEAD
var dag = new Dag("d") { Json = OrderJson.Default };
dag.Empty("start").Before(dag.Task("t", _ => { }));
var orders = dag.Task("orders", _ => new[] { new Order("a", 3) });
dag.Map("price", orders, (order, _) => order.Pieces * 2);
dag.Task("fails", _ => throw new InvalidOperationException("boom"), new() { Retries = 1 });
dag.Task("waits", async context =>
{
    _ = context.Variables.Find("is waiting");
    await context.DelayAsync(TimeSpan.FromMinutes(5));
});
dag.Task("exits", _ => Environment.Exit(3));
dag.Task("crashes", context =>
{
    new Thread(() => throw new InvalidOperationException("on a thread of its own")).Start();
    return context.DelayAsync(TimeSpan.FromMinutes(5));
});
dag.Deferrable("defers", _ => new Deferral(Trigger.At(DateTimeOffset.UnixEpoch)), (_, _) => 1);

return await BundleProgram.RunAsync(args, Bundle.Of(dag));

internal sealed record Order(string Id, int Pieces);

[JsonSerializable(typeof(Order[]))]
internal sealed partial class OrderJson : JsonSerializerContext;
=======
return await BundleProgram.RunAsync(args, BundleDags.Dags);
>>>>>>> 72c7795 (Play Airflow's supervisor, and run a DAG's bodies as real processes in virtual time)
