using System.Collections.Immutable;
using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>A container to start.</summary>
public sealed record ContainerCommand
{
    /// <summary>As <c>docker run</c> takes it, e.g. <c>redis:7</c>.</summary>
    public required string Image { get; init; }

    /// <summary>What it runs; empty, the default: what the image says.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The TCP ports it listens on. Each is reached at a free port of the loopback address.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary>Texts by the full path they have in the container, written before it starts.</summary>
    public ImmutableDictionary<string, string> Files { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Folders of the container that are kept in memory.</summary>
    public ImmutableArray<string> InMemory { get; init; } = [];
}

/// <summary>A running container.</summary>
public sealed class ServerContainer : RunningServer
{
    /// <summary>The label that names a container's owner, by which one is found whose owner was killed.</summary>
    internal const string OwnerLabel = "windtunnel.owner";

    private const long SharedMemory = 256 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ContainerEngine _engine;
    private readonly Owner _owner;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _log;
    private volatile string? _ended;
    private ImmutableDictionary<string, ImmutableArray<PortBinding>?> _ports =
        ImmutableDictionary<string, ImmutableArray<PortBinding>?>.Empty;

    private ServerContainer(ContainerEngine engine, Owner owner, string id)
    {
        _engine = engine;
        _owner = owner;
        Id = id;
        _log = FollowAsync();
    }

    /// <summary>The engine's name for it: 64 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Where its ports are reached.</summary>
    public string Host => _engine.Address.Host;

    /// <inheritdoc/>
    public override string? Ended => _ended;

    internal static async Task<ServerContainer> StartAsync(
        ContainerEngine engine, ContainerCommand command, Owner owner, CancellationToken cancellation)
    {
        // Noted before there is anything to remove.
        owner.NoteContainerIn(engine.Address);
        string id = await CreateAsync(engine, command, owner, cancellation).ConfigureAwait(false);
        try
        {
            if (!command.Files.IsEmpty)
            {
                await engine.PutAsync(id, Archive(command.Files), cancellation).ConfigureAwait(false);
            }

            await engine.StartAsync(id, cancellation).ConfigureAwait(false);
            InspectAnswer about = await engine.InspectAsync(id, cancellation).ConfigureAwait(false);
            var container = new ServerContainer(engine, owner, id) { _ports = about.NetworkSettings.Ports };
            return about.State.Running ? container : throw await container.AfterItsEndAsync().ConfigureAwait(false);
        }
        catch
        {
            await TryRemoveAsync(engine, owner, id).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Where a port of the container is reached.</summary>
    /// <exception cref="InvalidOperationException">It is not one of the command's, or the container has ended.</exception>
    public int PortOf(int port) => _ports.GetValueOrDefault(Name(port)) is [{ HostPort: { Length: > 0 } found }, ..]
        ? int.Parse(found, NumberStyles.None, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException(
            $"Port {port} of container {Id[..Math.Min(12, Id.Length)]} is not reachable: "
            + (_ended is null ? "name it among its ports." : $"the container ended with {_ended}."));

    /// <summary>Kills it and removes it with its volumes.</summary>
    public override void Dispose()
    {
        TryRemoveAsync(_engine, _owner, Id).GetAwaiter().GetResult();
        _stop.Cancel();
        _log.GetAwaiter().GetResult();
        _stop.Dispose();
        _engine.Dispose();
    }

    /// <summary>Fails while the image's own health check, if it has one, does not say that it is healthy.</summary>
    internal async Task ProveHealthyAsync(CancellationToken cancellation)
    {
        ContainerState state = (await _engine.InspectAsync(Id, cancellation).ConfigureAwait(false)).State;
        if (state.Health is { Status: not ("" or "none" or "healthy") and var status })
        {
            throw new IOException($"The health check of its image says '{status}'.");
        }
    }

    private static async Task<string> CreateAsync(
        ContainerEngine engine, ContainerCommand command, Owner owner, CancellationToken cancellation)
    {
        try
        {
            return await engine.CreateAsync(Request(engine, command, owner), cancellation).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            owner.ForgetContainerIn(engine.Address);
            throw;
        }
    }

    /// <summary>What an engine does not remove that is gone or hangs, its owner's end or a later start does.</summary>
    private static async Task TryRemoveAsync(ContainerEngine engine, Owner owner, string id)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await engine.RemoveAsync(id, limit.Token).ConfigureAwait(false);
            owner.ForgetContainerIn(engine.Address);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or EngineException)
        {
        }
    }

    private static CreateRequest Request(ContainerEngine engine, ContainerCommand command, Owner owner) => new(
        command.Image,
        command.Arguments is [] ? null : command.Arguments,
        [.. command.Variables.Select(variable => $"{variable.Key}={variable.Value}")],
        ImmutableDictionary<string, string>.Empty.Add(OwnerLabel, owner.Id),
        command.Ports.ToImmutableDictionary(Name, _ => new Nothing()),
        new(
            command.Ports.ToImmutableDictionary(Name, _ => ImmutableArray.Create(new PortBinding(
                engine.Address.Network is null ? "127.0.0.1" : "0.0.0.0", ""))),
            command.InMemory.ToImmutableDictionary(folder => folder, _ => ""),
            SharedMemory,
            Init: true));

    private static string Name(int port) => string.Create(CultureInfo.InvariantCulture, $"{port}/tcp");

    private static byte[] Archive(ImmutableDictionary<string, string> files)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string path, string text) in files)
            {
                // Servers of images run as users of their own, which have to be able to read it.
                const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path.TrimStart('/')) { DataStream = content, Mode = readable });
            }
        }

        return bytes.ToArray();
    }

    private async Task<EngineException> AfterItsEndAsync()
    {
        await _log.ConfigureAwait(false);
        return new($"the container ended at once: {_ended}. Its last output:\n{Output}");
    }

    private async Task FollowAsync()
    {
        try
        {
            await using Stream log = await _engine.FollowAsync(Id, _stop.Token).ConfigureAwait(false);
            await LogStream.ReadAsync(log, Keep, _stop.Token).ConfigureAwait(false);
            ContainerState state = (await _engine.InspectAsync(Id, _stop.Token).ConfigureAwait(false)).State;
            _ended = state.Running
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"exit code {state.ExitCode}")
                    + (state.OOMKilled ? ", killed for want of memory" : "")
                    + (state.Error is { Length: > 0 } error ? $", {error}" : "");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or EngineException)
        {
            // It was removed, or the engine ended, which takes its containers along.
            _ended = _stop.IsCancellationRequested ? "its removal" : $"its engine: {e.Message}";
        }
    }
}
