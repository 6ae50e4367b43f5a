namespace Windtunnel.Environments.Tests.Leaks;

public sealed class LeakPolicyTests
{
    [Theory]
    [InlineData(null, null, nameof(LeakPolicy.Tell))]
    [InlineData(null, "true", nameof(LeakPolicy.Fail))]
    [InlineData("", "1", nameof(LeakPolicy.Fail))]
    [InlineData(null, "false", nameof(LeakPolicy.Tell))]
    [InlineData("tell", "true", nameof(LeakPolicy.Tell))]
    [InlineData("off", "true", nameof(LeakPolicy.Off))]
    [InlineData("fail", null, nameof(LeakPolicy.Fail))]
    public void Leaks_FailInCIUnlessTheVariableSaysOtherwise_OrAreTold(string? variable, string? ci, string policy) =>
        Assert.Equal(policy, Of(variable, ci).ToString());

    [Fact]
    public void Variable_WithAnotherValue_IsRefusedWithThoseThatAreKnown()
    {
        var e = Assert.Throws<ArgumentException>(() => Of("on", null));

        Assert.Equal("WINDTUNNEL_LEAKS is 'on'. Set it to 'fail', 'tell' or 'off', or leave it out.", e.Message);
    }

    private static LeakPolicy Of(string? variable, string? ci) => LeakPolicies.Of(name => name switch
    {
        LeakPolicies.Variable => variable,
        "CI" => ci,
        _ => null,
    });
}
