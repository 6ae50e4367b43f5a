using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Windtunnel.Environments;

// As much of the Docker Engine API as is used here, in its own words. Podman speaks it too.
internal sealed record CreateRequest(
    string Image,
    ImmutableArray<string>? Cmd,
    ImmutableArray<string> Env,
    ImmutableDictionary<string, string> Labels,
    ImmutableDictionary<string, Nothing> ExposedPorts,
    HostConfig HostConfig);

internal sealed record HostConfig(
    ImmutableDictionary<string, ImmutableArray<PortBinding>> PortBindings,
    ImmutableDictionary<string, string> Tmpfs,
    long ShmSize,
    bool Init);

internal sealed record PortBinding(string HostIp, string HostPort);

internal sealed record Nothing;

internal sealed record CreateAnswer(string Id);

internal sealed record InspectAnswer(ContainerState State, NetworkSettings NetworkSettings);

internal sealed record ContainerState(bool Running, int ExitCode, bool OOMKilled, string? Error, ContainerHealth? Health = null);

internal sealed record ContainerHealth(string Status);

internal sealed record NetworkSettings(ImmutableDictionary<string, ImmutableArray<PortBinding>?> Ports);

internal sealed record ListedContainer(string Id);

internal sealed record PullProgress(string? Status, string? Error, ErrorAnswer? ErrorDetail);

internal sealed record ErrorAnswer(string? Message);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(CreateAnswer))]
[JsonSerializable(typeof(InspectAnswer))]
[JsonSerializable(typeof(ImmutableArray<ListedContainer>))]
[JsonSerializable(typeof(PullProgress))]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class EngineJson : JsonSerializerContext;
