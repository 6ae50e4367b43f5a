using System.Collections.Immutable;

namespace Windtunnel.Engine.Tests.Core;

/// <summary>Airflow's own decisions (semantics, §3.4): each row is what the upstream tasks came to, each column a rule.
/// S success, K skipped, F failed, U upstream_failed, R removed, P unfinished.</summary>
public sealed class TriggerRuleTableTests
{
    private const string Table = """
        up  all_success all_failed all_done all_done_min_one_success one_success one_failed one_done none_failed \
            none_failed_min_one_success none_skipped all_skipped
        S   RUN  SKIP RUN  RUN  RUN  SKIP RUN  RUN  RUN  RUN  SKIP
        K   SKIP SKIP RUN  SKIP SKIP SKIP SKIP RUN  SKIP SKIP RUN
        F   UPF  RUN  RUN  UPF  UPF  RUN  RUN  UPF  UPF  RUN  SKIP
        U   UPF  RUN  RUN  UPF  UPF  RUN  SKIP UPF  UPF  RUN  SKIP
        R   RUN  RUN  RUN  UPF  UPF  SKIP SKIP RUN  UPF  RUN  wait
        P   wait wait wait wait wait wait wait wait wait wait wait
        SS  RUN  SKIP RUN  RUN  RUN  SKIP RUN  RUN  RUN  RUN  SKIP
        SK  SKIP SKIP RUN  SKIP RUN  SKIP RUN  RUN  RUN  SKIP SKIP
        SF  UPF  SKIP RUN  RUN  RUN  RUN  RUN  UPF  UPF  RUN  SKIP
        SU  UPF  SKIP RUN  RUN  RUN  RUN  RUN  UPF  UPF  RUN  SKIP
        SR  RUN  SKIP RUN  RUN  RUN  SKIP RUN  RUN  RUN  RUN  SKIP
        SP  wait SKIP wait wait RUN  wait RUN  wait wait wait SKIP
        KK  SKIP SKIP RUN  SKIP SKIP SKIP SKIP RUN  SKIP SKIP RUN
        KF  UPF  SKIP RUN  SKIP UPF  RUN  RUN  UPF  UPF  SKIP SKIP
        KU  UPF  SKIP RUN  SKIP UPF  RUN  SKIP UPF  UPF  SKIP SKIP
        KR  SKIP SKIP RUN  SKIP UPF  SKIP SKIP RUN  UPF  SKIP wait
        KP  SKIP SKIP wait SKIP wait wait wait wait wait SKIP wait
        FF  UPF  RUN  RUN  UPF  UPF  RUN  RUN  UPF  UPF  RUN  SKIP
        FU  UPF  RUN  RUN  UPF  UPF  RUN  RUN  UPF  UPF  RUN  SKIP
        FR  UPF  RUN  RUN  UPF  UPF  RUN  RUN  UPF  UPF  RUN  SKIP
        FP  UPF  wait wait wait wait RUN  RUN  UPF  UPF  wait SKIP
        UU  UPF  RUN  RUN  UPF  UPF  RUN  SKIP UPF  UPF  RUN  SKIP
        UR  UPF  RUN  RUN  UPF  UPF  RUN  SKIP UPF  UPF  RUN  SKIP
        UP  UPF  wait wait wait wait RUN  wait UPF  UPF  wait SKIP
        RR  RUN  RUN  RUN  UPF  UPF  SKIP SKIP RUN  UPF  RUN  wait
        RP  wait wait wait wait wait wait wait wait wait wait wait
        PP  wait wait wait wait wait wait wait wait wait wait wait
        """;

    /// <summary>The same for a teardown's rule; a small letter is an upstream setup, a capital one is not.</summary>
    private const string SetupTable = """
        S RUN, K RUN, F RUN, U RUN, R RUN, P wait, SK RUN, SP wait,
        s RUN, k SKIP, f UPF, u UPF, p wait, sS RUN, sF RUN, sK RUN, kS SKIP, fS UPF, uK UPF, sP wait, fP wait, kP wait,
        sf RUN, kk SKIP, kf UPF, ff UPF, sk RUN, fu UPF, sp wait
        """;

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            string[][] rows = [.. Table.Replace("\\\n", "", StringComparison.Ordinal).Split('\n')
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
            var cells = new TheoryData<string, string, string>();
            foreach ((string[] row, int column) in rows.Skip(1)
                .SelectMany(row => Enumerable.Range(1, row.Length - 1).Select(column => (row, column))))
            {
                cells.Add(rows[0][column], row[0], row[column]);
            }

            cells.AddRange([.. rows.Skip(1).Select(row => ("always", row[0], "RUN"))]);
            cells.AddRange([.. SetupTable.Split(',').Select(cell => cell.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Select(cell => ("all_done_setup_success", cell[0], cell[1]))]);
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Decide_WithUpstreamsInTheseStates_IsAirflowsDecision(string rule, string upstream, string expected) =>
        Assert.Equal(expected, Decide(Windtunnel.TriggerRules.Parse(rule), upstream, mapIndex: -1));

    [Theory]
    [InlineData(0, "RUN")]
    [InlineData(1, "REMOVED")]
    [InlineData(2, "REMOVED")]
    public void Decide_AllSuccessOfAMapIndexBeyondTheSuccesses_RemovesIt(int mapIndex, string expected) =>
        Assert.Equal(expected, Decide(TriggerRule.AllSuccess, "SR", mapIndex));

    [Fact]
    public void Cells_OfTheTables_AreAllThere() => Assert.Equal((27 * 12) + 29, Cells.Count);

    [Fact]
    public void MoreSuccesses_WithAnyOtherStates_NeverTurnOneSuccessOff()
    {
        ImmutableArray<string> finished = ["S", "K", "F", "U", "R", "P"];
        IEnumerable<string> mixes = finished.SelectMany(a => finished.SelectMany(b => finished.Select(c => a + b + c)));
        Assert.All(mixes.Where(mix => Decide(TriggerRule.OneSuccess, mix, -1) == "RUN"), mix =>
            Assert.Equal("RUN", Decide(TriggerRule.OneSuccess, mix + "S", -1)));
    }

    private static string Decide(TriggerRule rule, string upstream, int mapIndex)
    {
        Counts counts = default;
        foreach (char state in upstream)
        {
            counts.Add(State(char.ToUpperInvariant(state)), char.IsLower(state));
        }

        int setups = upstream.Count(char.IsLower);
        TaskState? state_ = TriggerRules.StateStep(rule, counts, upstream.Length, setups, mapIndex);
        bool passes = TriggerRules.Passes(rule, counts, upstream.Length, setups);
        return state_ switch
        {
            TaskState.Skipped => "SKIP",
            TaskState.UpstreamFailed => "UPF",
            TaskState.Removed => "REMOVED",
            _ => passes ? "RUN" : "wait",
        };
    }

    private static TaskState State(char letter) => letter switch
    {
        'S' => TaskState.Success,
        'K' => TaskState.Skipped,
        'F' => TaskState.Failed,
        'U' => TaskState.UpstreamFailed,
        'R' => TaskState.Removed,
        _ => TaskState.None,
    };
}
