namespace Windtunnel.Testing.Tests.Http;

/// <summary>Makes schemas that some value meets, of everything that is supported.</summary>
internal sealed class RandomSchema(Random random)
{
    /// <summary>A schema that contains itself.</summary>
    public const string Tree = """
        {"type":"object","required":["name","kids"],"properties":{"name":{"type":"string"},
        "kids":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}},"twin":{"$ref":"#/components/schemas/Tree"}}}
        """;

    public string Next(int depth) => random.Next(depth < 3 ? 14 : 8) switch
    {
        0 => $$"""{"type":"string","minLength":{{random.Next(9)}},"maxLength":{{random.Next(9, 20)}}}""",
        1 => $$"""{"type":"string","format":"{{Format()}}"}""",
        2 => """{"type":"string","pattern":"^[A-Z]{3}-\\d+$","maxLength":9}""",
        3 => $$"""{"type":"integer","minimum":{{random.Next(-50, 0)}},"maximum":{{random.Next(9, 90)}},"multipleOf":3}""",
        4 => """{"type":"number","minimum":0.1,"maximum":0.2}""",
        5 => """{"enum":[1,"two",null,true,[3]]}""",
        6 => """{"type":"boolean"}""",
        7 => """{"$ref":"#/components/schemas/Tree"}""",
        8 => $$"""{"type":"array","items":{{Next(depth + 1)}},"maxItems":{{random.Next(4)}}}""",
        9 => """{"type":"array","items":{"type":"integer"},"minItems":3,"uniqueItems":true}""",
        10 => $$"""{"oneOf":[{"type":"integer","maximum":9},{"type":"string"},{"type":"array","items":{{Next(depth + 1)}}}]}""",
        11 => $$"""{"allOf":[{{Object(depth, "a")}},{{Object(depth, "b")}}],"minProperties":3}""",
        12 => $$"""{"anyOf":[{{Next(depth + 1)}},{{Next(depth + 1)}}]}""",
        _ => Object(depth, "c"),
    };

    private string Object(int depth, string name) => $$$"""
        {"type":"object","required":["{{{name}}}"],"properties":{"{{{name}}}":{{{Next(depth + 1)}}},"{{{name}}}2":{{{Next(depth + 1)}}}}}
        """;

    private string Format()
    {
        string[] formats = ["date-time", "date", "time", "uuid", "email", "hostname", "uri", "ipv4", "ipv6", "byte", "duration"];
        return formats[random.Next(formats.Length)];
    }
}
