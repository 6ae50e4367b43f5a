namespace Windtunnel;

/// <summary>What a mapping is made of, without its elements and their types.</summary>
internal abstract record MappingShape
{
    /// <summary>So many elements, written down in the DAG.</summary>
    public sealed record Literal(int Length) : MappingShape;

    /// <summary>The elements, or entries, of a task's result.</summary>
    public sealed record Result(TaskRef Source) : MappingShape;

    /// <summary>Pairs by position, as many as the shorter side has; or as the longer, where the shorter one is filled up.</summary>
    public sealed record Zip(MappingShape First, MappingShape Second, bool IsLongest) : MappingShape;

    /// <summary>The elements of both, one after the other.</summary>
    public sealed record Concat(MappingShape First, MappingShape Second) : MappingShape;

    /// <summary>Every pair, the second side changing fastest.</summary>
    public sealed record Cross(MappingShape First, MappingShape Second) : MappingShape;
}
