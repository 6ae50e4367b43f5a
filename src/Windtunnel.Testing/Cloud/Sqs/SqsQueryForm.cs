using System.Globalization;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>The parameters of the older, form-encoded protocol, made into what the JSON protocol would have sent:
/// <code>
/// MessageAttribute.1.Name=gate&amp;MessageAttribute.1.Value.StringValue=B7   {"MessageAttributes":{"gate":{"StringValue":"B7"}}}
/// </code></summary>
internal static class SqsQueryForm
{
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["AttributeName"] = "AttributeNames",
        ["MessageAttributeName"] = "MessageAttributeNames",
        ["MessageSystemAttributeName"] = "MessageSystemAttributeNames",
        ["TagKey"] = "TagKeys",
        ["AWSAccountId"] = "AWSAccountIds",
        ["ActionName"] = "Actions",
    };

    private static readonly Dictionary<string, string> Maps = new(StringComparer.Ordinal)
    {
        ["Attribute"] = "Attributes",
        ["Tag"] = "Tags",
        ["MessageAttribute"] = "MessageAttributes",
        ["MessageSystemAttribute"] = "MessageSystemAttributes",
    };

    private static readonly string[] Numbers =
        ["DelaySeconds", "VisibilityTimeout", "WaitTimeSeconds", "MaxNumberOfMessages", "MaxResults", "MaxNumberOfMessagesPerSecond"];

    private static readonly string[] OfTheProtocol = ["Action", "Version"];

    /// <exception cref="CloudError">A number is none.</exception>
    public static JsonObject ToJson(CloudQuery form)
    {
        Parameter root = new();
        foreach ((string name, string value) in form.Where(p => !OfTheProtocol.Contains(p.Name)))
            name.Split('.').Aggregate(root, (at, part) => at.Child(part)).Value = value;
        return ToObject(root);
    }

    private static JsonObject ToObject(Parameter parameter)
    {
        JsonObject made = [];
        foreach ((string name, Parameter child) in parameter.Children)
        {
            if (child.Value is { } value)
                made[name] = Numbers.Contains(name) ? Number(name, value) : value;
            else if (Lists.TryGetValue(name, out string? list))
                made[list] = new JsonArray([.. child.Items.Select(item => (JsonNode?)item.Value)]);
            else if (Maps.TryGetValue(name, out string? map))
                made[map] = ToMap(child);
            else if (name.EndsWith("RequestEntry", StringComparison.Ordinal))
                made["Entries"] = new JsonArray([.. child.Items.Select(ToObject)]);
            else
                made[name] = ToObject(child);
        }

        return made;
    }

    private static JsonObject ToMap(Parameter pairs)
    {
        JsonObject map = [];
        foreach (Parameter pair in pairs.Items)
        {
            string name = (pair.Find("Name") ?? pair.Find("Key"))?.Value ?? throw SqsErrors.MissingParameter("Name");
            Parameter? value = pair.Find("Value");
            map[name] = value is null ? "" : value.Value is { } text ? text : ToObject(value);
        }

        return map;
    }

    private static JsonValue Number(string name, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? JsonValue.Create(number)
            : throw SqsErrors.InvalidParameter(text, name, "Must be a number.");

    /// <summary>What stands at one place of the dotted names.</summary>
    private sealed class Parameter
    {
        public string? Value { get; set; }

        public Dictionary<string, Parameter> Children { get; } = new(StringComparer.Ordinal);

        /// <summary>The children in the order of the numbers that are their names.</summary>
        public IEnumerable<Parameter> Items => Children
            .OrderBy(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out int at) ? at : int.MaxValue)
            .Select(child => child.Value);

        public Parameter? Find(string name) => Children.GetValueOrDefault(name);

        public Parameter Child(string name)
        {
            if (!Children.TryGetValue(name, out Parameter? child))
                Children[name] = child = new();
            return child;
        }
    }
}
