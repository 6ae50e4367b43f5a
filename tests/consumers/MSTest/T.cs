namespace Windtunnel.Consumers.MSTest;

[TestClass]
public sealed class T { [TestMethod] public void A_Test_Runs() => Assert.AreEqual(1, new int[1].Length); }
