namespace Windtunnel.Consumers.MSTest;

[TestClass]
public sealed class AuthoringTests
{
    [TestMethod]
    public void Dag_BuiltInAnMSTestTest_HoldsItsTasksInOrder()
    {
        var dag = new Dag("orders");
        var extract = dag.Task("extract", _ => Task.FromResult(1));
        dag.Task("load", extract, (count, _) => Task.FromResult(count));

        CollectionAssert.AreEqual(new[] { "extract", "load" }, dag.Build().Tasks.Select(t => t.Id).ToArray());
    }
}
