using System.Globalization;
using System.Text.Json;
using Windtunnel.Schemas;

namespace Windtunnel.Tests.Schemas;

public sealed class JsonSchemaTests
{
    /// <summary>Schemas with values that ajv 8.20 in its 2020-12 mode, with ajv-formats 3, accepts or refuses.</summary>
    public static TheoryData<string, string, bool> Vectors
    {
        get
        {
            TheoryData<string, string, bool> rows = [];
            string path = Path.Combine(AppContext.BaseDirectory, "Schemas", "schema-vectors.json");
            using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
            foreach (JsonElement vector in file.RootElement.EnumerateArray())
            {
                string schema = vector.GetProperty("schema").GetRawText();
                rows.AddRange([.. vector.GetProperty("valid").EnumerateArray().Select(value => (schema, value.GetRawText(), true))]);
                rows.AddRange([.. vector.GetProperty("invalid").EnumerateArray().Select(value => (schema, value.GetRawText(), false))]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Validate_Value_AgreesWithAjv(string schema, string value, bool isValid) =>
        Assert.Equal(isValid, Validate(schema, value).Count == 0);

    [Theory]
    [InlineData("time", "12:30:00", true)]
    [InlineData("time", "23:59:61", true)]
    [InlineData("time", "12:30", false)]
    [InlineData("time", "24:00:00", false)]
    [InlineData("time", "12:30:00Z", false)]
    [InlineData("email", "@", true)]
    [InlineData("date-time", "never", true)]
    [InlineData("uri", "no uri", true)]
    public void Format_WhereAirflowDiffersFromTheDraft_FollowsAirflow(string format, string text, bool isValid) =>
        Assert.Equal(isValid, Validate($$"""{"format":"{{format}}"}""", $"\"{text}\"").Count == 0);

    [Theory]
    [InlineData("""{"multipleOf":0.1}""", "0.3", true)]
    [InlineData("""{"multipleOf":0.1}""", "0.35", false)]
    [InlineData("""{"minimum":9007199254740993}""", "9007199254740992", false)]
    [InlineData("""{"maximum":1e400}""", "1e300", true)]
    public void Numbers_BeyondABinaryFraction_AreComparedExactly(string schema, string value, bool isValid) =>
        Assert.Equal(isValid, Validate(schema, value).Count == 0);

    [Theory]
    [InlineData("""{"properties":{"a":{"items":{"type":"null"}}}}""", """{"a":[0]}""", "$.a[0] is 0, of type number; allowed is null.")]
    [InlineData("""{"required":["a"]}""", "{}", "$ lacks the property 'a'.")]
    [InlineData("""{"additionalProperties":false}""", """{"b":1}""", "$.b is not allowed.")]
    [InlineData("""{"minimum":3}""", "2", "$ is 2; allowed is at least 3.")]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", "$ is \"c\"; allowed is one of [\"a\",\"b\"].")]
    [InlineData("""{"maxLength":2}""", "\"abc\"", "$ is \"abc\", of 3 characters; allowed are at most 2.")]
    [InlineData("""{"oneOf":[{},true]}""", "3", "$ is 3 and matches 2 of [{},true]; allowed is what matches exactly one.")]
    public void Violation_InWords_SaysWhereWhatAndWhatIsAllowed(string schema, string value, string expected) =>
        Assert.Equal(expected, Assert.Single(Validate(schema, value)).ToString());

    [Theory]
    [InlineData("{", "The schema is not JSON: ")]
    [InlineData("[]", "The schema has [] at $;")]
    [InlineData("""{"type":"int"}""", "The schema has type \"int\" at $; it must be one or several of null, ")]
    [InlineData("""{"properties":{"a":{"minimum":"1"}}}""", "The schema has minimum \"1\" at $.properties.a; it must be a number.")]
    [InlineData("""{"multipleOf":0}""", "it must be a number above 0.")]
    [InlineData("""{"anyOf":[{"minLength":-1}]}""", "The schema has minLength -1 at $.anyOf[0];")]
    [InlineData("""{"pattern":"(a"}""", "it must be a regular expression.")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "The schema's $ref '#/$defs/none' at $ leads to no part of it.")]
    [InlineData("""{"$ref":"https://example.com/schema"}""", "Only references within the schema are followed")]
    [InlineData("""{"unevaluatedProperties":false}""", "uses unevaluatedProperties at $, which is not supported.")]
    public void Parse_NoSchema_SaysWhatIsWrong(string schema, string expected) =>
        Assert.Contains(expected, Assert.Throws<SchemaException>(() => JsonSchema.Parse(schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_SchemaThatRefersToItselfWithoutEnd_IsRefused() =>
        Assert.Throws<SchemaException>(() => Validate("""{"$ref":"#"}""", "1"));

    [Fact]
    public void Pattern_ThatBacktracksWithoutEnd_CountsAsNoMatch() =>
        Assert.Single(Validate("""{"pattern":"^(a+)+$"}""", $"\"{new string('a', 60)}b\""));

    [Fact]
    public void Pattern_ThatIgnoresCase_MatchesAlikeInEveryCulture()
    {
        CultureInfo own = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new("tr-TR");
        try
        {
            Assert.Empty(Validate("""{"pattern":"(?i)^INFO$"}""", "\"info\""));
        }
        finally
        {
            CultureInfo.CurrentCulture = own;
        }
    }

    private static IReadOnlyList<SchemaViolation> Validate(string schema, string value)
    {
        using JsonDocument document = JsonDocument.Parse(value);
        return JsonSchema.Parse(schema).Validate(document.RootElement);
    }
}
