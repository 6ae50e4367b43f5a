namespace Windtunnel.Airflow;

/// <summary>Writes what a task or group is mapped over, so that Airflow creates as many instances. Which element an instance gets is
/// decided in the bundle, by its map index.</summary>
internal static class StubMapping
{
    /// <summary>The parameters of the mapped function: one, or one for each side of a product.</summary>
    public static IReadOnlyList<string> Parameters(Mapping mapping) =>
        Factors(mapping) is { Count: > 1 } factors ? [.. factors.Select((_, i) => $"item{i + 1}")] : ["item"];

    /// <summary>The arguments of <c>expand</c>, as <c>name=value</c>.</summary>
    public static IEnumerable<string> Arguments(Mapping mapping) =>
        Factors(mapping).Zip(Parameters(mapping), (factor, name) => $"{name}={Text(factor)}");

    /// <summary>Python can zip and concatenate results, but no literals, and multiplies only at the outermost place.</summary>
    public static bool CanCarry(MappingShape shape) => Factors(shape).All(factor => factor is MappingShape.Literal || IsOfResults(factor));

    private static bool IsOfResults(MappingShape shape) => shape switch
    {
        MappingShape.Result => true,
        MappingShape.Zip zip => IsOfResults(zip.First) && IsOfResults(zip.Second),
        MappingShape.Concat concat => IsOfResults(concat.First) && IsOfResults(concat.Second),
        _ => false,
    };

    /// <summary>The sides of a product; one where it is none.</summary>
    public static IReadOnlyList<MappingShape> Factors(Mapping mapping) =>
        mapping.IsLiteral ? [new MappingShape.Literal(mapping.Length(_ => null) ?? 0)] : Factors(mapping.Shape);

    private static IReadOnlyList<MappingShape> Factors(MappingShape shape) =>
        shape is MappingShape.Cross cross ? [.. Factors(cross.First), .. Factors(cross.Second)] : [shape];

    private static string Text(MappingShape shape) => shape switch
    {
        MappingShape.Literal literal => $"list(range({literal.Length}))",
        MappingShape.Result result => StubWriter.Reference(result.Source),
        MappingShape.Zip { IsLongest: true } zip => $"{Text(zip.First)}.zip({Text(zip.Second)}, fillvalue=None)",
        MappingShape.Zip zip => $"{Text(zip.First)}.zip({Text(zip.Second)})",
        MappingShape.Concat concat => $"{Text(concat.First)}.concat({Text(concat.Second)})",
        _ => throw new InvalidOperationException($"A stub cannot carry {shape}; it should have been refused."),
    };
}
