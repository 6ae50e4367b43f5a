using NUnit.Framework;

namespace Windtunnel.Consumers.NUnit;

public sealed class AuthoringTests
{
    [Test]
    public void Dag_BuiltInANUnitTest_HoldsItsTasksInOrder()
    {
        var dag = new Dag("orders");
        var extract = dag.Task("extract", _ => Task.FromResult(1));
        dag.Task("load", extract, (count, _) => Task.FromResult(count));

        Assert.That(dag.Build().Tasks.Select(t => t.Id), Is.EqualTo(new[] { "extract", "load" }));
    }
}
