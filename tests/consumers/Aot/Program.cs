// Compiled to native code by .ci/run, then run: builds a DAG of every kind of task and prints its edges.
using System.Text.Json.Serialization;
using Windtunnel;

var dag = new Dag("orders") { Tags = ["etl"], Json = OrderJson.Default };
var orders = dag.Task("extract", _ => Task.FromResult(new[] { new Order("a", 3), new Order("b", 4) }));
var priced = dag.Map("price", orders, (order, _) => Task.FromResult(order.Pieces * 2));
var total = dag.Task("total", priced, (prices, _) => Task.FromResult(prices.Sum()), new() { Retries = 2 });
var pairs = Each.In(orders).Zip(Each.Of("x", "y")).Cross(Each.Of(1, 2, 3)).Select(pair => pair.Second);
_ = dag.Map("pair", pairs, (n, _) => Task.FromResult(n));
_ = dag.MapGroup("each", orders, (group, order) => group.Task("weigh", order, (o, _) => Task.FromResult(o.Pieces)));
var done = dag.Empty("done", new() { TriggerRule = TriggerRule.AllDone });
_ = total >> done;

// The SDKs of vendors compile with it too; the servers are not there.
Connection[] clouds = [Connection.Parse("s3", "aws://key:secret@/"), Connection.Parse("blobs", "wasb://me:a2V5@/")];
foreach (Connection cloud in clouds)
    Console.WriteLine(cloud.Objects(S3Storage.Driver, AzureBlobStorage.Driver).GetType().Name);
foreach (var task in dag.Build().Tasks)
    Console.WriteLine($"{task.Id} <- {string.Join(", ", task.Upstream)}");
return dag.Tasks.Count == 6 ? 0 : 1;

internal sealed record Order(string Id, int Pieces);

[JsonSerializable(typeof(Order[]))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class OrderJson : JsonSerializerContext;
