using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Windtunnel.Airflow;

namespace Windtunnel.Consumers;

/// <summary>The DAGs of the bundle that tests start as a process; the tests compile this file too, to run the same in theirs.</summary>
public static class BundleDags
{
    public static Bundle Dags { get; } = Bundle.Of()
        .With("d", Small)
        .With("all_kinds", AllKinds)
        .With("chatty", Chatty, WithApi)
        .With("patient", Patient)
        .With("python", Python)
        .With("many", Many);

    private static Dag Small()
    {
        var dag = new Dag("d") { Json = BundleJson.Default };
        dag.Empty("start").Before(dag.Task("t", _ => { }));
        TaskRef<Order[]> orders = dag.Task("orders", _ => new[] { new Order("a", 3) });
        dag.Map("price", orders, (order, _) => order.Pieces * 2);
        dag.Task("fails", _ => throw new InvalidOperationException("boom"), new() { Retries = 1 });
        dag.Task("waits_really", context =>
        {
            _ = context.Variables.Find("is waiting");
            return Task.Delay(Timeout.Infinite, context.Cancellation);
        });
        dag.Deferrable("defers", _ => new Deferral(Trigger.At(DateTimeOffset.UnixEpoch)), (_, _) => 1);
        dag.Task("exits", _ => Environment.Exit(3));
        dag.Task("crashes", context =>
        {
            new Thread(() => throw new InvalidOperationException("on a thread of its own")).Start();
            return Task.Delay(Timeout.Infinite, context.Cancellation);
        });
        dag.Task("exits_after_its_end", _ => throw Outcome.Skip("nothing to do"), new()
        {
            Callbacks = new() { OnSkipped = [_ => Environment.Exit(3)] },
        });
        dag.Task("leaves_a_thread", _ =>
        {
            new Thread(() => Thread.Sleep(Timeout.Infinite)).Start();
            throw Outcome.Skip("nothing to do");
        });
        dag.Task("lingers", _ => { }, new() { Callbacks = new() { OnSuccess = [_ => Thread.Sleep(Timeout.Infinite)] } });
        return dag;
    }

    /// <summary>A task of each kind, and of each way to end.</summary>
    private static Dag AllKinds()
    {
        var dag = new Dag("all_kinds") { Json = BundleJson.Default, Params = [Param.Of("factor", 2)] };
        TaskRef<Order[]> orders = dag.Task("orders", _ => new[] { new Order("a", 3), new Order("b", 4) });
        MappedTaskRef<int> prices = dag.Map("price", orders, (order, context) => order.Pieces * (int)context.Params.Integer("factor"));
        dag.Task("sum", prices, (all, context) =>
        {
            context.XCom.Push("largest", all.Max());
            context.Count("prices", all.Length);
            context.Logger.LogWarning("Summed {Prices} prices.", all.Length);
            return all.Sum();
        }).Before(dag.Task("reads", context =>
        {
            context.Variables.Set("seen", $"{context.Variables["region"]} {context.XCom.Pull<int>("sum", "largest")}");
            return $"{context.Connections["api"].Host} {context.Variables["seen"]} {context.Run.LogicalDate:yyyy-MM-dd}";
        }));
        dag.Task("keeps", context =>
        {
            context.State.Set("tries", context.State.Get<int>("tries") + context.TryNumber);
            context.Label($"try {context.TryNumber}");
            context.Variables.Delete("none");
            return context.TryNumber < 2 ? throw new InvalidOperationException("once more") : context.State.Get<int>("tries");
        }, new() { Retries = 1, RetryDelay = TimeSpan.FromSeconds(1) });
        Endings(dag);
        Waits(dag);
        Routes(dag);
        return dag;
    }

    private static void Endings(Dag dag)
    {
        TaskSpec twice = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5) };
        dag.Task("succeeds_late", context => context.TryNumber < 3
            ? throw new InvalidOperationException("not yet")
            : context.TryNumber, twice);
        dag.Task("retries_soon", context => context.TryNumber < 2
            ? throw Outcome.RetryAfter(TimeSpan.FromSeconds(7), "soon")
            : context.TryNumber, twice);
        dag.Task("skips", _ => throw Outcome.Skip("nothing to do"), twice);
        dag.Task("fails_for_good", _ => throw Outcome.Fail("bad input"), twice);
        dag.Task("runs_out", _ => throw new InvalidOperationException("never"), twice);
        dag.Task("is_too_slow", context => context.DelayAsync(TimeSpan.FromHours(2)), new() { ExecutionTimeout = TimeSpan.FromHours(1) });
    }

    private static void Waits(Dag dag)
    {
        dag.Task("takes_an_hour", async context =>
        {
            await Task.WhenAll(context.DelayAsync(TimeSpan.FromHours(1)), context.DelayAsync(TimeSpan.FromMinutes(1)));
            context.Variables.Set("hour", "over");
        });
        dag.Sensor(
            "sees_the_hour_pass", context => context.Variables.Find("hour") is not null, new() { PokeInterval = TimeSpan.FromMinutes(25) });
        dag.Sensor("polls", context => context.Time.GetUtcNow() >= context.Run.RunAfter.AddMinutes(10));
        dag.Sensor(
            "comes_back",
            context => context.Time.GetUtcNow() >= context.Run.RunAfter.AddMinutes(10),
            new() { Mode = SensorMode.Reschedule, PokeInterval = TimeSpan.FromMinutes(4) });
        dag.Deferrable(
            "defers",
            context => new Deferral(Trigger.At(context.Run.RunAfter.AddHours(3))),
            (happened, context) => $"{happened.Payload.GetDateTimeOffset() - context.Run.RunAfter:c}");
        dag.Approval("asks", new() { Subject = "Ship it?" });
    }

    private static void Routes(Dag dag)
    {
        TaskRef branch = dag.Branch("branch", _ => "left");
        TaskRef left = dag.Task("left", _ => 1);
        TaskRef right = dag.Task("right", _ => 2);
        branch.Before(left, right);
        dag.Task("join", _ => 3, new() { TriggerRule = TriggerRule.NoneFailedMinOneSuccess }).After(left, right);
        dag.ShortCircuit("gate", _ => false).Before(dag.Task("behind", _ => 4));
        dag.Task("publishes", context => context.Assets.Announce(new("prices"), """{"rows":2}"""), new() { Outlets = [new("prices")] });
    }

    /// <summary>One task that says something of each sort, for what may go wrong between two messages. It kills what started it before
    /// the step that a param names.</summary>
    private static Dag Chatty()
    {
        var dag = new Dag("chatty") { Json = BundleJson.Default, Params = [Param.Of("kill_at", 0), Param.Of("process_file", "")] };
        dag.Task(
            "talks",
            context =>
            {
                Step(1, context);
                context.XCom.Push("try", context.TryNumber);
                Step(2, context);
                _ = context.Connections["api"];
                Step(3, context);
                context.Variables.Set("tries", $"{context.TryNumber}");
                Step(4, context);
                int result = context.XCom.Pull<int>("talks", "try");
                Step(5, context);
                return result;
            },
            new() { Retries = 1, RetryDelay = TimeSpan.FromMinutes(1), Callbacks = new() { OnSuccess = [call => Step(6, call.Context)] } });
        return dag;
    }

    /// <summary>One task that kills what started it and then waits, without another message.</summary>
    private static Dag Patient()
    {
        var dag = new Dag("patient") { Params = [Param.Of("kill_at", 1), Param.Of("process_file", "")] };
        dag.Task("waits", context =>
        {
            Step(1, context);
            context.Cancellation.WaitHandle.WaitOne();
        });
        return dag;
    }

    private static void Step(int number, TaskContext context)
    {
        if (context.Params.Integer("kill_at") == number)
        {
            File.WriteAllText(context.Params.Text("process_file")!, $"{Environment.ProcessId}");
            _ = kill(getppid(), 9);
        }
    }

    private static RunRequest WithApi(DirectoryInfo scratch) => new()
    {
        Connections = ImmutableDictionary<string, Connection>.Empty.Add("api", Connection.Parse("api", "http://example.org")),
    };

    [DllImport("libc")]
    private static extern int getppid();

    [DllImport("libc")]
    private static extern int kill(int process, int signal);

    private static Dag Python()
    {
        var dag = new Dag("python") { Json = BundleJson.Default };
        dag.Deferrable(
            "defers", _ => new Deferral(new PythonTrigger("my.triggers.Waits", [])), (happened, _) => happened.Payload.GetString());
        return dag;
    }

    private static Dag Many()
    {
        var dag = new Dag("many") { Json = BundleJson.Default, Params = [Param.Of("processes", 10)] };
        TaskRef<int[]> numbers = dag.Task("numbers", context => Enumerable.Range(0, (int)context.Params.Integer("processes")).ToArray());
        dag.Map("each", numbers, (number, _) => number);
        return dag;
    }
}

internal sealed record Order(string Id, int Pieces);

[JsonSerializable(typeof(Order[]))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class BundleJson : JsonSerializerContext;
