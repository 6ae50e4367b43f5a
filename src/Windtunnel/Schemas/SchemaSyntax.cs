using System.Text.Json;

namespace Windtunnel.Schemas;

/// <summary>Checks that a schema is one, so that a mistake in it is found when the DAG is built and not when a value comes.</summary>
internal static class SchemaSyntax
{
    private static readonly string[] Unsupported = ["$dynamicRef", "$recursiveRef", "unevaluatedItems", "unevaluatedProperties"];

    /// <summary>What each keyword's argument must be: a test, and its words.</summary>
    private static readonly Dictionary<string, (Func<JsonElement, bool> IsValid, string Expected)> Arguments = new()
    {
        ["type"] = (IsType, $"one or several of {string.Join(", ", ValueKeywords.Types)}"),
        ["enum"] = (IsArray, "a list"),
        ["minimum"] = (IsNumber, "a number"),
        ["maximum"] = (IsNumber, "a number"),
        ["exclusiveMinimum"] = (IsNumber, "a number"),
        ["exclusiveMaximum"] = (IsNumber, "a number"),
        ["multipleOf"] = (value => IsNumber(value) && value.GetDouble() > 0, "a number above 0"),
        ["minLength"] = (IsCount, "a whole number from 0"),
        ["maxLength"] = (IsCount, "a whole number from 0"),
        ["minItems"] = (IsCount, "a whole number from 0"),
        ["maxItems"] = (IsCount, "a whole number from 0"),
        ["minContains"] = (IsCount, "a whole number from 0"),
        ["maxContains"] = (IsCount, "a whole number from 0"),
        ["minProperties"] = (IsCount, "a whole number from 0"),
        ["maxProperties"] = (IsCount, "a whole number from 0"),
        ["uniqueItems"] = (value => value.ValueKind is JsonValueKind.True or JsonValueKind.False, "true or false"),
        ["pattern"] = (value => IsText(value) && SchemaFormats.IsRegex(value.GetString()!), "a regular expression"),
        ["format"] = (IsText, "a text"),
        ["$ref"] = (IsText, "a text"),
        ["$anchor"] = (IsText, "a text"),
        ["required"] = (IsTexts, "a list of texts"),
        ["dependentRequired"] = (
            value => IsObject(value) && value.EnumerateObject().All(entry => IsTexts(entry.Value)),
            "an object of lists of texts"),
        ["patternProperties"] = (
            value => IsObject(value) && value.EnumerateObject().All(entry => SchemaFormats.IsRegex(entry.Name)),
            "an object with regular expressions as names"),
        ["properties"] = (IsObject, "an object"),
        ["dependentSchemas"] = (IsObject, "an object"),
        ["$defs"] = (IsObject, "an object"),
        ["definitions"] = (IsObject, "an object"),
        ["prefixItems"] = (IsFilledArray, "a list of schemas, at least one"),
        ["allOf"] = (IsFilledArray, "a list of schemas, at least one"),
        ["anyOf"] = (IsFilledArray, "a list of schemas, at least one"),
        ["oneOf"] = (IsFilledArray, "a list of schemas, at least one"),
    };

    private static readonly string[] HoldingOne =
        ["items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"];

    private static readonly string[] HoldingList = ["prefixItems", "allOf", "anyOf", "oneOf"];
    private static readonly string[] HoldingNamed = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];

    /// <returns>What every reference in the schema leads to.</returns>
    public static Dictionary<string, JsonElement> Check(JsonElement root)
    {
        Dictionary<string, string> references = [];
        Dictionary<string, JsonElement> anchors = [];
        Stack<(JsonElement Schema, string Path)> open = new([(root, "$")]);
        while (open.TryPop(out (JsonElement Schema, string Path) next))
        {
            CheckOne(next.Schema, next.Path);
            foreach ((JsonElement Schema, string Path) part in PartsOf(next.Schema, next.Path))
            {
                open.Push(part);
            }

            Note(next.Schema, "$ref", text => references.TryAdd(text, next.Path));
            Note(next.Schema, "$anchor", text => anchors.TryAdd($"#{text}", next.Schema));
        }

        return references.ToDictionary(
            reference => reference.Key,
            reference => Resolve(root, anchors, reference.Key)
                ?? throw new SchemaException($"The schema's $ref '{reference.Key}' at {reference.Value} leads to no part of it. "
                    + "Only references within the schema are followed, e.g. #/$defs/name."));
    }

    private static void CheckOne(JsonElement schema, string path)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (!IsObject(schema))
        {
            throw new SchemaException($"The schema has {SchemaPlace.Show(schema)} at {path}; a schema is an object, true or false.");
        }

        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            if (Unsupported.Contains(keyword.Name))
            {
                throw new SchemaException($"The schema uses {keyword.Name} at {path}, which is not supported. Express it otherwise.");
            }

            if (Arguments.TryGetValue(keyword.Name, out (Func<JsonElement, bool> IsValid, string Expected) argument)
                && !argument.IsValid(keyword.Value))
            {
                throw new SchemaException($"The schema has {keyword.Name} {SchemaPlace.Show(keyword.Value)} at {path}; "
                    + $"it must be {argument.Expected}.");
            }
        }
    }

    private static IEnumerable<(JsonElement Schema, string Path)> PartsOf(JsonElement schema, string path) =>
        from keyword in IsObject(schema) ? schema.EnumerateObject() : default
        let at = $"{path}.{keyword.Name}"
        from part in keyword.Name switch
        {
            var name when HoldingOne.Contains(name) => [(keyword.Value, at)],
            var name when HoldingList.Contains(name) => keyword.Value.EnumerateArray().Select((part, index) => (part, $"{at}[{index}]")),
            var name when HoldingNamed.Contains(name) => keyword.Value.EnumerateObject().Select(part => (part.Value, $"{at}.{part.Name}")),
            _ => Enumerable.Empty<(JsonElement, string)>(),
        }
        select part;

    private static void Note(JsonElement schema, string keyword, Action<string> note)
    {
        if (IsObject(schema) && schema.TryGetProperty(keyword, out JsonElement text))
        {
            note(text.GetString()!);
        }
    }

    private static JsonElement? Resolve(JsonElement root, Dictionary<string, JsonElement> anchors, string reference)
    {
        if (reference == "#")
        {
            return root;
        }

        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return anchors.TryGetValue(reference, out JsonElement anchored) ? anchored : null;
        }

        JsonElement? found = root;
        foreach (string step in Uri.UnescapeDataString(reference[2..]).Split('/'))
        {
            found = Step(found, step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return found;
    }

    private static JsonElement? Step(JsonElement? from, string name) => from switch
    {
        { ValueKind: JsonValueKind.Object } entries when entries.TryGetProperty(name, out JsonElement entry) => entry,
        { ValueKind: JsonValueKind.Array } items
            when uint.TryParse(name, out uint index) && index < items.GetArrayLength() => items[(int)index],
        _ => null,
    };

    private static bool IsObject(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    private static bool IsArray(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    private static bool IsFilledArray(JsonElement value) => IsArray(value) && value.GetArrayLength() > 0;

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsTexts(JsonElement value) => IsArray(value) && value.EnumerateArray().All(IsText);

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    private static bool IsCount(JsonElement value) =>
        IsNumber(value) && value.TryGetDecimal(out decimal count) && count >= 0 && count % 1 == 0;

    private static bool IsType(JsonElement value) =>
        IsText(value)
            ? ValueKeywords.Types.Contains(value.GetString())
            : IsFilledArray(value) && value.EnumerateArray().All(type => IsText(type) && IsType(type));
}
