using System.Collections.Immutable;
using System.Diagnostics;

namespace Windtunnel.Environments;

/// <summary>What a test left behind: processes, listeners, environment variables and temporary files that this process, or one that it
/// started, has since then.</summary>
/// <remarks>
/// <para>Other processes of the machine are not looked at. What an environment holds is no leak.</para>
/// <para>Of tests that run side by side in this process, the one is named that was alone when the leak arose. If there were several, none
/// of them fails: <see cref="AllShouldBeClean"/> names them together, once all have ended.</para>
/// <para>From the first audit on this process, and what it starts, has a folder of its own for temporary files (<c>TMPDIR</c>), which is
/// deleted when the process has ended. Thread-safe.</para>
/// </remarks>
/// <example><code>
/// using var audit = LeakAudit.Begin("Load_IntoAnEmptyWarehouse_Succeeds");
/// // the test
/// audit.ShouldBeClean();
/// </code></example>
public sealed class LeakAudit : IDisposable
{
    // A process that was killed, or a socket that was closed, may be seen for a moment longer.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly LeakLedger _ledger;

    internal LeakAudit(LeakLedger ledger, string test)
    {
        (_ledger, Test) = (ledger, test);
        ledger.Begin(this);
    }

    internal string Test { get; }

    /// <summary>Remembers what there is.</summary>
    /// <param name="test">The name that a finding tells.</param>
    public static LeakAudit Begin(string test)
    {
        ArgumentException.ThrowIfNullOrEmpty(test);
        return new(LeakLedger.OfThisProcess, test);
    }

    /// <summary>For the end of a test assembly: tests that ran side by side left something, and those that may have are named.</summary>
    /// <exception cref="LeakException">Something leaked; the message names each leak and the tests that ran when it arose.</exception>
    public static void AllShouldBeClean() => Throw(LeakLedger.OfThisProcess.OfSeveral());

    /// <summary>What this test alone can have left and is still there, one sentence each; empty where nothing leaked.</summary>
    public ImmutableArray<string> Leaks() => _ledger.LeaksOf(this);

    /// <summary>Ends the audit. What goes away within two seconds has not leaked.</summary>
    /// <exception cref="LeakException">Something leaked; the message names the test and each leak.</exception>
    public void ShouldBeClean()
    {
        ImmutableArray<string> leaks = Leaks();
        for (var waited = Stopwatch.StartNew(); leaks.Length > 0 && waited.Elapsed < Grace; leaks = Leaks())
        {
            Thread.Sleep(Pause);
        }

        Dispose();
        Throw(leaks.IsEmpty ? [] : [$"Test '{Test}' left behind:", .. leaks.Select(leak => $"  {leak}")]);
    }

    /// <summary>Ends the audit without a verdict, e.g. of a test that failed. A second end does nothing.</summary>
    public void Dispose() => _ledger.End(this);

    private static void Throw(ImmutableArray<string> lines)
    {
        if (lines.Length > 0)
        {
            throw new LeakException(string.Join('\n', lines));
        }
    }
}

/// <summary>A test left something behind.</summary>
public sealed class LeakException(string message) : Exception(message);
