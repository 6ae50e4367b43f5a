using NUnit.Framework;
namespace Windtunnel.Consumers.NUnit;

[TestFixture]
public sealed class T { [Test] public void A_Test_Runs() => Assert.That(1, Is.EqualTo(1)); }
