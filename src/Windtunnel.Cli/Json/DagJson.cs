namespace Windtunnel.Cli.Json;

internal sealed record DagJson
{
    public required string Dag { get; init; }

    public string? Story { get; init; }

    public string? Schedule { get; init; }

    public int? Tasks { get; init; }

    public string[]? Tags { get; init; }

    /// <summary>What <c>windtunnel run</c> starts around it; absent: nothing.</summary>
    public NeedJson[]? Services { get; init; }

    /// <summary>Why it could not be loaded.</summary>
    public string? Problem { get; init; }

    public static DagJson Of(BundledDag bundled, NeedJson[]? services) => new()
    {
        Dag = bundled.Id,
        Story = bundled.Dag?.DisplayName,
        Schedule = bundled.Dag?.Schedule?.ToString(),
        Tasks = bundled.Dag?.Tasks.Count,
        Tags = bundled.Dag is null ? null : [.. bundled.Dag.Tags],
        Services = services,
        Problem = bundled.Error?.Message,
    };
}
