using Windtunnel.Environments;

namespace Windtunnel.Consumers.MSTest;

/// <summary>Audits every test of the assembly, with its initialization and cleanup.</summary>
[TestClass]
public static class Leaks
{
    private const string Audit = "LeakAudit";

    [GlobalTestInitialize]
    public static void Begin(TestContext test) =>
        test.Properties[Audit] = LeakAudit.Begin($"{test.FullyQualifiedTestClassName}.{test.TestName}");

    [GlobalTestCleanup]
    public static void End(TestContext test) => (test.Properties[Audit] as LeakAudit)?.End();

    [AssemblyCleanup]
    public static void EndAll() => LeakAudit.EndAll();
}
