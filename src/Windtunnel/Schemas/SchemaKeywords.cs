using System.Collections.Frozen;
using System.Text.Json;

namespace Windtunnel.Schemas;

/// <summary>What one keyword demands of a value. A keyword about another type of value demands nothing.</summary>
internal delegate IEnumerable<SchemaViolation> KeywordCheck(SchemaPlace place, JsonElement argument);

/// <summary>The keywords that are checked; those missing here are read by a neighbour (<c>then</c>, <c>minContains</c>) or only
/// describe.</summary>
internal static class SchemaKeywords
{
    public static readonly FrozenDictionary<string, KeywordCheck> All = new Dictionary<string, KeywordCheck>
    {
        ["type"] = ValueKeywords.Type,
        ["enum"] = ValueKeywords.Enum,
        ["const"] = ValueKeywords.Const,
        ["minimum"] = NumberKeywords.Minimum,
        ["maximum"] = NumberKeywords.Maximum,
        ["exclusiveMinimum"] = NumberKeywords.ExclusiveMinimum,
        ["exclusiveMaximum"] = NumberKeywords.ExclusiveMaximum,
        ["multipleOf"] = NumberKeywords.MultipleOf,
        ["minLength"] = TextKeywords.MinLength,
        ["maxLength"] = TextKeywords.MaxLength,
        ["pattern"] = TextKeywords.Pattern,
        ["format"] = TextKeywords.Format,
        ["prefixItems"] = ArrayKeywords.PrefixItems,
        ["items"] = ArrayKeywords.Items,
        ["minItems"] = ArrayKeywords.MinItems,
        ["maxItems"] = ArrayKeywords.MaxItems,
        ["uniqueItems"] = ArrayKeywords.UniqueItems,
        ["contains"] = ArrayKeywords.Contains,
        ["properties"] = ObjectKeywords.Properties,
        ["patternProperties"] = ObjectKeywords.PatternProperties,
        ["additionalProperties"] = ObjectKeywords.AdditionalProperties,
        ["propertyNames"] = ObjectKeywords.PropertyNames,
        ["required"] = ObjectKeywords.Required,
        ["minProperties"] = ObjectKeywords.MinProperties,
        ["maxProperties"] = ObjectKeywords.MaxProperties,
        ["dependentRequired"] = ObjectKeywords.DependentRequired,
        ["dependentSchemas"] = ObjectKeywords.DependentSchemas,
        ["allOf"] = CombiningKeywords.AllOf,
        ["anyOf"] = CombiningKeywords.AnyOf,
        ["oneOf"] = CombiningKeywords.OneOf,
        ["not"] = CombiningKeywords.Not,
        ["if"] = CombiningKeywords.If,
        ["$ref"] = CombiningKeywords.Ref,
    }.ToFrozenDictionary();
}
