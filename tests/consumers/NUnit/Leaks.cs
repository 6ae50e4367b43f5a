using System.Collections.Concurrent;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using Windtunnel.Consumers.NUnit;
using Windtunnel.Environments;

[assembly: AuditLeaks]

namespace Windtunnel.Consumers.NUnit;

/// <summary>Audits every test of the assembly, with its set-up and tear-down.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AuditLeaksAttribute : TestActionAttribute
{
    private readonly ConcurrentDictionary<string, LeakAudit> _audits = [];

    public override ActionTargets Targets => ActionTargets.Test;

    public override void BeforeTest(ITest test) => _audits[test.Id] = LeakAudit.Begin(test.FullName);

    public override void AfterTest(ITest test)
    {
        if (_audits.TryRemove(test.Id, out LeakAudit? audit))
        {
            audit.End();
        }
    }
}

[SetUpFixture]
public sealed class Leaks
{
    [OneTimeTearDown]
    public void EndAll() => LeakAudit.EndAll();
}
