using System.Collections.Immutable;
using System.ComponentModel;

namespace Windtunnel.Environments;

/// <summary>Where a service is started: what it uses of the machine, all of which is given back when its environment is disposed of, or
/// after the process was killed.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class Site
{
    private readonly ImmutableDictionary<string, Connection> _dependencies;
    private readonly List<IDisposable> _held = [];
    private readonly List<string> _folders = [];

    internal Site(string service, Owner owner, ImmutableDictionary<string, Connection> dependencies)
    {
        Service = service;
        Owner = owner;
        _dependencies = dependencies;
    }

    /// <summary>The name of the service that is started.</summary>
    public string Service { get; }

    internal Owner Owner { get; }

    /// <summary>How long a program that <see cref="RunAsync"/> runs may take.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where a service leads that this one was said to depend on.</summary>
    /// <exception cref="KeyNotFoundException">It does not depend on a service of that name.</exception>
    public Connection ConnectionOf(string service) => _dependencies.GetValueOrDefault(service) ?? throw new KeyNotFoundException(
        $"Service '{Service}' asks for '{service}', on which it does not depend. Say so: .After(\"{service}\").");

    /// <summary>A new, empty folder of its own.</summary>
    public string NewFolder()
    {
        string folder = Owner.NewFolder(Service);
        _folders.Add(folder);
        return folder;
    }

    /// <summary>A new, empty folder of its own for many small files that need outlive nothing: in memory, where the machine has room for
    /// that, else on disk.</summary>
    public string NewMemoryFolder()
    {
        string folder = Owner.NewMemoryFolder(Service);
        _folders.Add(folder);
        return folder;
    }

    /// <summary>A free loopback port that no other environment of this user takes, in this process or another.</summary>
    public int LeasePort()
    {
        var lease = PortLease.Take(Owner.Root);
        _held.Add(lease);
        return lease.Port;
    }

    /// <summary>Starts a program in a process group of its own.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public ServerProcess Start(ServerCommand command)
    {
        var process = ServerProcess.Start(command, Owner);
        _held.Add(process);
        return process;
    }

    internal async Task<ServerContainer> StartAsync(ContainerEngine engine, ContainerCommand command, CancellationToken cancellation)
    {
        ServerContainer container = await ServerContainer.StartAsync(engine, command, Owner, cancellation).ConfigureAwait(false);
        _held.Add(container);
        return container;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">Its exit code is not 0; the message holds its output.</exception>
    /// <exception cref="TimeoutException">It took longer than the service may take to be ready.</exception>
    public Task RunAsync(ServerCommand command, CancellationToken cancellation) =>
        ServerProcess.RunAsync(command, Owner, Patience, cancellation);

    /// <summary>Kills the processes.</summary>
    internal void Crash()
    {
        foreach (ServerProcess process in _held.OfType<ServerProcess>())
        {
            process.Kill();
        }
    }

    /// <summary>Ends the processes, the last first, and gives back the rest.</summary>
    internal void Leave()
    {
        foreach (IDisposable held in Enumerable.Reverse(_held))
        {
            held.Dispose();
        }

        foreach (string folder in _folders)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone already, or a file is still being written: it goes with the folder of its owner.
            }
        }
    }
}
