using System.Collections.Immutable;
using Windtunnel.Engine.Tests.Deployments;

namespace Windtunnel.Engine.Tests.Waits;

public sealed class HumanTests
{
    private static readonly HumanInput Question = new() { Subject = "Which way?", Options = ["left", "right"] };

    [Fact]
    public async Task AskHuman_WhoAnswers_HandsTheAnswerOn()
    {
        var dag = new Dag("d");
        dag.AskHuman("ask", Question);

        Run run = await Embedded.RunAsync(dag, Answering("ask", new(["left"], TimeSpan.FromHours(2), "ann")));

        HumanAnswer answer = run.Task("ask").Result<HumanAnswer>();
        Assert.Equal(["left"], answer.ChosenOptions);
        Assert.Equal("ann", answer.RespondedBy);
        Assert.Equal("0-0 awaiting_input, 7200-7200 success", run.Stints("ask"));
    }

    [Theory]
    [InlineData("up", "The answer 'up' to 'Which way?' is not one of: left, right.")]
    [InlineData("left,right", "'Which way?' takes one option, but 2 were chosen.")]
    public async Task AskHuman_WhoAnswersWhatIsNoOption_FailsTheTry(string options, string message)
    {
        var dag = new Dag("d");
        dag.AskHuman("ask", Question);

        Run run = await Embedded.RunAsync(dag, Answering("ask", new([.. options.Split(',')])));

        Assert.Equal(message, run.Task("ask").Attempts[0].Error!.Message);
        Assert.Equal(TaskState.Failed, run.Task("ask").State);
    }

    [Theory]
    [InlineData(true, "0-0 awaiting_input, 600-600 success")]
    [InlineData(false, "0-0 awaiting_input, 600-600 failed")]
    public async Task AskHuman_WhoDoesNotAnswerInTime_TakesTheDefaultsIfThereAreAny(bool hasDefaults, string stints)
    {
        var dag = new Dag("d");
        dag.AskHuman("ask", Question with { ResponseTimeout = TimeSpan.FromMinutes(10), Defaults = hasDefaults ? ["right"] : [] });

        Run run = await Embedded.RunAsync(dag, Answering("ask", new(["left"], TimeSpan.FromHours(1))));

        Assert.Equal(stints, run.Stints("ask"));
        Assert.True(!hasDefaults || run.Task("ask").Result<HumanAnswer>() is { RespondedBy: null, ChosenOptions: ["right"] });
    }

    [Fact]
    public async Task ExecutionTimeout_OfAQuestion_LimitsTheWaitForTheAnswer()
    {
        var dag = new Dag("d");
        dag.AskHuman("ask", Question, new() { ExecutionTimeout = TimeSpan.FromMinutes(5) });
        Assert.Equal("0-0 awaiting_input, 300-300 failed", (await Embedded.RunAsync(dag)).Stints("ask"));
    }

    [Fact]
    public async Task Answer_GivenByHand_GoesToEachRunThatWaitsForOne()
    {
        var dag = new Dag("d");
        dag.AskHuman("ask", Question);
        using Deployment deployment = Deployed.With(dag);
        Assert.Throws<InvalidOperationException>(() => deployment.Answer("d", "ask", new(["left"])));
        deployment.Trigger("d");
        deployment.Trigger("d");
        deployment.At(Deployed.Start.AddHours(1), () => deployment.Answer("d", "ask", new(["right"], By: "ann")));

        await deployment.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.All(deployment.Runs("d"), run => Assert.Equal("0-0 awaiting_input, 3600-3600 success", run.Stints("ask")));
    }

    [Fact]
    public async Task Timeout_OfAQuestionThatWasAnsweredAndAskedAgain_IsNotThatOfTheNext()
    {
        var dag = new Dag("d");
        dag.AskHuman("ask", Question with { ResponseTimeout = TimeSpan.FromHours(2) });
        using Deployment deployment = Deployed.With(dag);
        string run = deployment.Trigger("d");
        deployment.At(Deployed.Start.AddHours(1), () => deployment.Answer("d", "ask", new(["right"])));
        deployment.At(Deployed.Start.AddHours(1.5), () => deployment.Clear("d", run, new() { OnlyFailed = false }));

        await deployment.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(TaskState.AwaitingInput, deployment.Runs("d")[0].Task("ask").State);

        await deployment.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(TaskState.Failed, deployment.Runs("d")[0].Task("ask").State);
    }

    [Fact]
    public async Task AskHuman_WhoNeverAnswers_BlocksTheRun()
    {
        var dag = new Dag("d");
        dag.AskHuman("ask", Question);

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("run.blocked", Assert.Single(run.Findings).Code);
        Assert.Equal(CauseKind.Parked, run.WaitOf("ask").Kind);
        Assert.Equal("a person's answer", run.WaitOf("ask").Detail);
    }

    [Theory]
    [InlineData("Approve", false, "ask=success next=success join=success last=success")]
    [InlineData("Reject", false, "ask=success next=skipped join=success last=success")]
    [InlineData("Reject", true, "ask=success next=skipped join=skipped last=skipped")]
    public async Task Approval_RejectedOrNot_SkipsWhatFollows(string answer, bool ignoresRules, string states)
    {
        var dag = new Dag("d");
        TaskRef next = dag.Approval("ask", new() { Subject = "Ship it?" }, ignoreDownstreamTriggerRules: ignoresRules)
            .Then(dag.Succeeds("next"));
        next.Then(dag.Succeeds("join", Bodies.Rule(TriggerRule.AllDone))).Then(dag.Succeeds("last"));
        Assert.Equal(states, (await Embedded.RunAsync(dag, Answering("ask", new([answer])))).States());
    }

    [Fact]
    public async Task Approval_RejectedWhereThatFails_FailsTheTry()
    {
        var dag = new Dag("d");
        dag.Approval("ask", new() { Subject = "Ship it?" }, failOnReject: true);

        Run run = await Embedded.RunAsync(dag, Answering("ask", new(["Reject"], By: "bob")));

        Assert.Equal("'Ship it?' was rejected by bob.", run.Task("ask").Attempts[0].Error!.Message);
    }

    [Fact]
    public async Task HumanBranch_ByItsMapping_FollowsWhatWasChosen()
    {
        var dag = new Dag("d");
        dag.HumanBranch("ask", Question, new Dictionary<string, string> { ["left"] = "go_left" })
            .Before(Node.Of(dag.Succeeds("go_left"), dag.Succeeds("right")));

        Assert.Equal("ask=success go_left=success right=skipped", (await Embedded.RunAsync(dag, Answering("ask", new(["left"])))).States());
        Assert.Equal("ask=success go_left=skipped right=success",
            (await Embedded.RunAsync(dag, Answering("ask", new(["right"])))).States());
    }

    [Theory]
    [InlineData(null, "success", """{"limit":3}""")]
    [InlineData("""{"limit":7}""", "success", """{"limit":7}""")]
    [InlineData("""{"limit":"many"}""", "failed", null)]
    public async Task HumanEntry_OfValues_ChecksThemAgainstTheirSchemas(string? given, string state, string? values)
    {
        var dag = new Dag("d");
        dag.HumanEntry("ask", new() { Subject = "How many?", Params = [Param.Of("limit", 3)] });

        Run run = await Embedded.RunAsync(dag, Answering("ask", new(["OK"], Params: given)));

        Assert.Equal(state, run.Task("ask").State.ToAirflow());
        Assert.Equal(values, values is null ? null : run.Task("ask").Result<HumanAnswer>().ParamsInput.GetRawText());
    }

    private static RunRequest Answering(string task, ScriptedAnswer answer) =>
        new() { Answers = ImmutableDictionary<string, ScriptedAnswer>.Empty.Add(task, answer) };
}
