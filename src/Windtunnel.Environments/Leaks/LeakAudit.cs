using System.Collections.Immutable;
using System.Diagnostics;

namespace Windtunnel.Environments;

/// <summary>What a test left behind that was not there before: processes, listeners, connections, threads, environment variables and
/// temporary files of this process and of those it started, and what it left in servers of environments beside its own part.</summary>
/// <remarks>
/// <para>Other processes of the machine are not looked at. What an environment holds is no leak.</para>
/// <para>Of tests that run side by side in this process, the one is named that was alone when the leak arose. If there were several, none
/// of them fails: <see cref="EndAll"/> names them together, once all have ended.</para>
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
    /// <summary>A process that was killed, or a socket that was closed, may be seen for a moment longer.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // It is waited for once, so it may be longer.
    private static readonly TimeSpan GraceOfAll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly AsyncLocal<LeakAudit?> InThisFlow = new();

    private readonly LeakLedger _ledger;

    internal LeakAudit(LeakLedger ledger, string test)
    {
        (_ledger, Test) = (ledger, test);
        ledger.Begin(this);
        InThisFlow.Value = this;
    }

    /// <summary>That of the test which the caller is part of; null: none, or it is not known.</summary>
    internal static LeakAudit? Current => InThisFlow.Value;

    internal string Test { get; }

    /// <summary>Remembers what there is.</summary>
    /// <param name="test">The name that a finding tells.</param>
    public static LeakAudit Begin(string test)
    {
        ArgumentException.ThrowIfNullOrEmpty(test);
        return new(LeakPolicies.OfThisProcess is LeakPolicy.Off ? LeakLedger.Blind : LeakLedger.OfThisProcess, test);
    }

    /// <summary>Takes what is told with this text for no leak, of whatever test: e.g. the connections of a client that all tests
    /// share.</summary>
    /// <param name="text">A part of the sentence, such as <c>127.0.0.1:6379</c>.</param>
    public static void Ignore(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        LeakLedger.OfThisProcess.Ignore(text);
    }

    /// <summary>For the end of a test assembly: tells what its tests left and none of them was told: what one of several left that ran
    /// side by side, and what one left whose audit ended without a verdict. It fails where <see cref="End"/> does.</summary>
    /// <exception cref="LeakException">Something leaked; the message names the tests that may have left it.</exception>
    public static void EndAll() => Judge(Untold());

    internal static ImmutableArray<string> Untold() => LeakLedger.IsUsed ? AfterGrace(LeakLedger.OfThisProcess.Untold, GraceOfAll) : [];

    /// <summary>What this test alone can have left and is still there, one sentence each; empty where nothing leaked.</summary>
    public ImmutableArray<string> Leaks() => _ledger.LeaksOf(this);

    /// <summary>Ends the audit. Leaks fail the test in CI, where the environment variable <c>CI</c> is set, and are written to the error
    /// output elsewhere; <c>WINDTUNNEL_LEAKS</c> decides otherwise: <c>fail</c>, <c>tell</c> or <c>off</c>. What goes away within two
    /// seconds has not leaked.</summary>
    /// <exception cref="LeakException">Something leaked; the message names the test and each leak.</exception>
    public void End() => Judge(Verdict());

    /// <summary>Ends the audit; leaks fail the test everywhere.</summary>
    /// <inheritdoc cref="End"/>
    public void ShouldBeClean() => Fail(Verdict());

    /// <summary>Ends the audit without a verdict: what is still there at the end is told by <see cref="EndAll"/>. A second end does
    /// nothing.</summary>
    public void Dispose() => _ledger.End(this);

    private static void Judge(ImmutableArray<string> lines)
    {
        if (LeakPolicies.OfThisProcess is LeakPolicy.Fail)
        {
            Fail(lines);
        }
        else if (!lines.IsEmpty)
        {
            Console.Error.WriteLine(string.Join('\n', lines));
        }
    }

    private static void Fail(ImmutableArray<string> lines)
    {
        if (!lines.IsEmpty)
        {
            throw new LeakException(string.Join('\n', lines));
        }
    }

    private ImmutableArray<string> Verdict()
    {
        AfterGrace(Leaks, Grace);
        ImmutableArray<string> leaks = _ledger.Conclude(this);
        return leaks.IsEmpty ? [] : [$"Test '{Test}' left behind:", .. leaks.Select(leak => $"  {leak}")];
    }

    private static ImmutableArray<string> AfterGrace(Func<ImmutableArray<string>> find, TimeSpan grace)
    {
        ImmutableArray<string> leaks = find();
        for (var waited = Stopwatch.StartNew(); !leaks.IsEmpty && waited.Elapsed < grace; leaks = find())
        {
            Thread.Sleep(Pause);
        }

        return leaks;
    }
}

/// <summary>A test left something behind.</summary>
public sealed class LeakException(string message) : Exception(message);
