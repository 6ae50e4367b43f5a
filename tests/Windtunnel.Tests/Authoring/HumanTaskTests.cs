namespace Windtunnel.Tests.Authoring;

public sealed class HumanTaskTests
{
    private readonly Dag _dag = new("d");

    [Fact]
    public void Approval_HasItsOwnOptions_AndSkipsDirectDownstreamOnly()
    {
        TaskDefinition task = _dag.Approval("a", new() { Subject = "Ship?", Defaults = ["Reject"] }).Definition;

        Assert.Equal(["Approve", "Reject"], task.HumanInput!.Options);
        Assert.Equal((TaskKind.Approval, false, false), (task.Kind, task.FailOnReject, task.IgnoreDownstreamTriggerRules));
        Assert.True(_dag.Build().IsBuilt);
    }

    [Fact]
    public void Approval_WithEverythingSet_KeepsIt()
    {
        TaskDefinition task = _dag
            .Approval("a", new() { Subject = "Ship?" }, failOnReject: true, ignoreDownstreamTriggerRules: true)
            .Definition;

        Assert.Equal((true, true), (task.FailOnReject, task.IgnoreDownstreamTriggerRules));
    }

    [Fact]
    public void HumanEntry_WithoutOptions_HasOkAsOptionAndDefault()
    {
        HumanInput form = _dag.HumanEntry("e", new() { Subject = "Which?", Params = [Param.Of("n", 1)] }).Definition.HumanInput!;

        Assert.Equal(["OK"], form.Options);
        Assert.Equal(["OK"], form.Defaults);
        Assert.Equal("n", Assert.Single(form.Params).Name);
    }

    [Fact]
    public void HumanEntry_WithOptions_KeepsThem()
    {
        HumanInput form = _dag.HumanEntry("e", new() { Subject = "Which?", Options = ["Done", "Later"] }).Definition.HumanInput!;

        Assert.Equal(["Done", "Later"], form.Options);
        Assert.Empty(form.Defaults);
    }

    [Fact]
    public void HumanBranch_Mapping_IsCopied()
    {
        Dictionary<string, string> mapping = new() { ["yes"] = "ship" };
        TaskDefinition task = _dag.HumanBranch("b", new() { Subject = "Ship?", Options = ["yes", "no"] }, mapping).Definition;
        mapping["yes"] = "other";

        Assert.Equal("ship", task.OptionsMapping["yes"]);
        Assert.Null(task.ResultType);
    }
}
