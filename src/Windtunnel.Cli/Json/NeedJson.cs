using Windtunnel.Environments;

namespace Windtunnel.Cli.Json;

/// <summary>A service that a DAG needs around it.</summary>
internal sealed record NeedJson
{
    public required string Name { get; init; }

    /// <summary>postgres, redis and so on; the program or the image of one of the project's own; null: it needs nothing of the
    /// machine.</summary>
    public string? Kind { get; init; }

    /// <summary>Those of a DAG; null: it needs none.</summary>
    public static NeedJson[]? Of(TestEnvironment? environment) => environment is null
        ? null
        : [.. environment.Services.Select(service => new NeedJson { Name = service.Name, Kind = KindOf(service) })];

    public override string ToString() => Kind is null ? Name : $"{Name} ({Kind})";

    private static string? KindOf(Service service) => service switch
    {
        PostgresServer => "postgres",
        RedisServer => "redis",
        NatsServer => "nats",
        CommandServer command => command.Executable,
        ContainerServer container => container.Image,
        _ => null,
    };
}
