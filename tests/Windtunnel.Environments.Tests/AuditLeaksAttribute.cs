using System.Collections.Concurrent;
using System.Reflection;
using Windtunnel.Environments.Tests;
using Windtunnel.Environments.Tests.Leaks;
using Xunit.v3;

[assembly: AuditLeaks]
[assembly: AssemblyFixture(typeof(LeaksOfAll))]

namespace Windtunnel.Environments.Tests;

/// <summary>Audits every test of the assembly, but those that audit something themselves.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AuditLeaksAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, LeakAudit> Audits = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (methodUnderTest.DeclaringType!.Namespace != typeof(LeakAuditTests).Namespace)
        {
            Audits[test.UniqueID] = LeakAudit.Begin(test.TestDisplayName);
        }
    }

    /// <summary>Without a verdict: the class is disposed of after this, and may clean up then.</summary>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Audits.TryRemove(test.UniqueID, out LeakAudit? audit))
        {
            audit.Dispose();
        }
    }
}

public sealed class LeaksOfAll : IDisposable
{
    public void Dispose() => LeakAudit.EndAll();
}
