using System.Text.Json;

namespace Windtunnel.Tests.Authoring;

public sealed class ParamTests
{
    [Fact]
    public void Effective_SameNameEverywhere_ConfWinsOverTaskOverDag()
    {
        var dag = new Dag("d") { Params = [Param.Of("a", 1), Param.Of("b", 1), Param.Of("c", 1)] };
        TaskRef task = dag.Empty("t", new() { Params = [Param.Of("b", 2), Param.Of("c", 2)] });

        Assert.Equal("""{"a":1,"b":2,"c":3}""", Text(RunParams.Of(task, Conf("""{"c":3}"""))));
        Assert.Equal("""{"a":1,"b":1,"c":3}""", Text(RunParams.Of(dag, Conf("""{"c":3}"""))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("{}")]
    public void Effective_WithoutConf_AreTheDefaults(string? conf) =>
        Assert.Equal("""{"a":1}""", Text(RunParams.Of(new Dag("d") { Params = [Param.Of("a", 1)] }, conf is null ? default : Conf(conf))));

    [Fact]
    public void Effective_ConfKeyThatIsNoParam_BecomesOneWithoutSchema() =>
        Assert.Equal("""{"new":[1]}""", Text(RunParams.Of(new Dag("d"), Conf("""{"new":[1]}"""))));

    [Fact]
    public void Effective_TextForANumber_IsNotConverted()
    {
        var dag = new Dag("d") { Params = [Param.Of("a", 1), Param.Required("b"), Param.OfJson("c", "{}", """{"required":["x"]}""")] };

        ParamException thrown = Assert.Throws<ParamException>(() => RunParams.Of(dag, Conf("""{"a":"1"}""")));

        Assert.Equal(
            "A run of Dag 'd' cannot start with these params. Param 'a' is \"1\", of type string; allowed is integer. "
            + "Param 'b' has no default and was given no value. Param 'c' lacks the property 'x'.",
            thrown.Message);
        Assert.Equal(["a", "b", "c"], thrown.Errors.Select(error => error.Param));
    }

    [Fact]
    public void Effective_ConfThatIsNoObject_IsRefused()
    {
        ParamException thrown = Assert.Throws<ParamException>(() => RunParams.Of(new Dag("d"), Conf("[1]")));

        Assert.StartsWith("A run of Dag 'd' cannot start with the conf [1].", thrown.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Param, string> Schemas => new()
    {
        { Param.Of("p", "a"), """{"type":"string"}""" },
        { Param.Of("p", (string?)null), """{"type":["string","null"]}""" },
        { Param.Of("p", 1), """{"type":"integer"}""" },
        { Param.Of("p", 1.5), """{"type":"number"}""" },
        { Param.Of("p", true), """{"type":"boolean"}""" },
        { Param.Required("p"), "{}" },
        {
            Param.Of("p", 1) with { Title = "T", Description = "D", Minimum = 1, Maximum = 9.5, MultipleOf = 0.5 },
            """{"type":"integer","title":"T","description":"D","minimum":1,"maximum":9.5,"multipleOf":0.5}"""
        },
        {
            Param.Of("p", "b") with
            {
                Enum = ["a", "b", 1, 2.5, true, null], MinLength = 1, MaxLength = 2, Pattern = "^.", Format = "date",
            },
            """{"type":"string","enum":["a","b",1,2.5,true,null],"minLength":1,"maxLength":2,"pattern":"^.","format":"date"}"""
        },
        {
            Param.Required("p", """{"minimum":1,"items":{}}""") with { Minimum = 2, ExclusiveMinimum = 3, ExclusiveMaximum = 4 },
            """{"items":{},"minimum":2,"exclusiveMinimum":3,"exclusiveMaximum":4}"""
        },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void WholeSchema_OfTextAndMembers_HoldsBoth(Param param, string expected) => Assert.Equal(expected, param.WholeSchema());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Of_NumberThatJsonLacks_IsRefused(double value) => Assert.Throws<ArgumentException>(() => Param.Of("p", value));

    [Fact]
    public void OfJson_NoJson_IsRefused() => Assert.ThrowsAny<JsonException>(() => Param.OfJson("p", "{"));

    private static JsonElement Conf(string json) => JsonDocument.Parse(json).RootElement;

    private static string Text(ParamValues values) =>
        $"{{{string.Join(',', values.Names.Order(StringComparer.Ordinal).Select(name => $"\"{name}\":{values[name].GetRawText()}"))}}}";
}
