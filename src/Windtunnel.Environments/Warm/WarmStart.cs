using System.Collections.Immutable;
using System.Diagnostics;

namespace Windtunnel.Environments;

/// <summary>An environment's services while a process uses them.</summary>
/// <param name="Running">By their names.</param>
/// <param name="Report">How they came up.</param>
/// <param name="Use">Held while the process uses a kept environment; null: nothing is kept.</param>
internal sealed record Started(ImmutableDictionary<string, Placed> Running, StartReport Report, IDisposable? Use = null);

/// <summary>Takes over what an earlier run kept under a name, where it is what would be made now; else makes it and keeps it.</summary>
internal sealed class WarmStart(ImmutableArray<Service> services, string name, TimeSpan idle)
{
    private readonly LeaseRoot _root = LeaseRoot.Default;
    private readonly WarmRoot _warm = new(LeaseRoot.Default);

    public async Task<Started> RunAsync(CancellationToken cancellation)
    {
        Owner own = Owner.OfThisProcess;
        FileStream? use = _warm.TryUse(name);
        if (use is null)
        {
            return await ColdAsync(own, $"warm: another process uses '{name}' at this moment", cancellation).ConfigureAwait(false);
        }

        try
        {
            return await UseAsync(own, use, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await use.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Started> UseAsync(Owner own, FileStream use, CancellationToken cancellation)
    {
        ImmutableArray<(Server Service, Provider Provider)> kept = await KeepableAsync(cancellation).ConfigureAwait(false);
        ImmutableSortedDictionary<string, string> inputs = await WarmInputs.OfAsync(kept, cancellation).ConfigureAwait(false);
        string? why = null;
        if (_warm.Find(name) is { } record)
        {
            why = record.DifferenceFrom(inputs);
            if (why is null)
            {
                _warm.Touch(name);
                (Started? taken, why) = await TryTakeOverAsync(record, kept, own, use, cancellation).ConfigureAwait(false);
                if (taken is not null)
                {
                    return taken;
                }
            }

            await Task.Run(() => _warm.Stop(record), cancellation).ConfigureAwait(false);
        }

        return await MakeAsync(kept, inputs, own, use, why is null ? null : $"warm: {why}", cancellation).ConfigureAwait(false);
    }

    private async Task<(Started? Taken, string? Why)> TryTakeOverAsync(
        WarmRecord record,
        ImmutableArray<(Server Service, Provider Provider)> kept,
        Owner own,
        FileStream use,
        CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var owner = Owner.Joined(_root, record.Owner);
        try
        {
            (Placed Placed, ServiceStart Start)[] taken = await Task.WhenAll(kept.Select(it => TakeOverAsync(
                it.Service, it.Provider, record.Services.First(service => service.Name == it.Service.Name), owner, watch, cancellation)))
                .ConfigureAwait(false);
            var running = taken.ToImmutableDictionary(it => it.Start.Service, it => it.Placed, StringComparer.Ordinal);
            var others = new Startup([.. services.Where(service => !running.ContainsKey(service.Name))], own, running);
            (ImmutableDictionary<string, Placed> more, StartReport report) = await others.RunAsync(cancellation).ConfigureAwait(false);
            return (new(running.AddRange(more), report.After([.. taken.Select(it => it.Start)]), new WarmUse(_warm, name, use)), null);
        }
        catch (WarmException e)
        {
            return (null, e.Message);
        }
    }

    private static async Task<(Placed, ServiceStart)> TakeOverAsync(
        Server service, Provider provider, Handover kept, Owner owner, Stopwatch watch, CancellationToken cancellation)
    {
        TimeSpan begun = watch.Elapsed;
        var site = new Site(service.Name, owner, ImmutableDictionary<string, Connection>.Empty);
        HeldProcess process = HeldProcess.NotedIn(owner.Held).FirstOrDefault(note => note.Id == kept.Process)
            ?? throw new WarmException($"the server of '{service.Name}' is gone");
        ServiceInstance instance = provider.TakeOver(kept, new KeptServer(process, kept.Log))!;
        try
        {
            await instance.ProveReadyAsync(cancellation).ConfigureAwait(false);
            if (instance.Version != kept.Version)
            {
                throw new WarmException($"'{service.Name}' was {kept.Version} and is {instance.Version}");
            }

            await instance.RestoreAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or WarmException))
        {
            throw new WarmException($"'{service.Name}' does not work any more: {e.Message}");
        }

        var start = new ServiceStart(service.Name, provider.Kind, [], instance.Version, begun, watch.Elapsed) { IsWarm = true };
        return (new(instance, site) { IsKept = true }, start);
    }

    private async Task<Started> MakeAsync(
        ImmutableArray<(Server Service, Provider Provider)> kept,
        ImmutableSortedDictionary<string, string> inputs,
        Owner own,
        FileStream use,
        string? reason,
        CancellationToken cancellation)
    {
        Owner? owner = kept.IsEmpty ? null : await Keeper.StartAsync(_root, name, idle, cancellation).ConfigureAwait(false);
        if (owner is null)
        {
            await use.DisposeAsync().ConfigureAwait(false);
            string none = kept.IsEmpty ? "it has no service that can be kept" : "this program cannot be run again by dotnet";
            return await ColdAsync(own, $"warm: {none}", cancellation).ConfigureAwait(false);
        }

        var names = kept.Select(it => it.Service.Name).ToHashSet(StringComparer.Ordinal);
        var startup = new Startup(services, service => names.Contains(service.Name) ? owner : own);
        (ImmutableDictionary<string, Placed> running, StartReport report) = await startup.RunAsync(cancellation).ConfigureAwait(false);
        var record = new WarmRecord(name, owner.Id, idle, inputs, [.. names.Select(service => running[service].Service.Kept! with
        {
            Name = service,
        })]);
        await _warm.WriteAsync(record, cancellation).ConfigureAwait(false);
        running = running.SetItems(names.Select(service => KeyValuePair.Create(service, running[service] with { IsKept = true })));
        return new(running, reason is null ? report : report.Because(reason), new WarmUse(_warm, name, use));
    }

    private async Task<Started> ColdAsync(Owner own, string reason, CancellationToken cancellation)
    {
        (ImmutableDictionary<string, Placed> running, StartReport report) =
            await new Startup(services, own).RunAsync(cancellation).ConfigureAwait(false);
        return new(running, report.Because(reason));
    }

    /// <summary>Those that depend on nothing that ends with this process.</summary>
    private async Task<ImmutableArray<(Server Service, Provider Provider)>> KeepableAsync(CancellationToken cancellation)
    {
        var kept = ImmutableArray.CreateBuilder<(Server, Provider)>();
        foreach (Server service in services.OfType<Server>().Where(service => service.Dependencies.IsEmpty && !service.IsPerTest))
        {
            (Provider provider, _) = await ProviderChoice.OfAsync(service, cancellation).ConfigureAwait(false);
            if (provider.CanBeKept)
            {
                kept.Add((service, provider));
            }
        }

        return kept.ToImmutable();
    }
}

/// <summary>Why what was kept cannot be used.</summary>
internal sealed class WarmException(string message) : Exception(message);

/// <summary>A process uses a kept environment; its idle time begins when this is disposed of.</summary>
internal sealed class WarmUse(WarmRoot warm, string name, FileStream held) : IDisposable
{
    public void Dispose()
    {
        warm.Touch(name);
        held.Dispose();
    }
}
