using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windtunnel.Testing;

namespace Windtunnel.Environments;

/// <summary>What a test needs running beside the DAG, declared and not started. Add it to a <see cref="TestEnvironment"/>, or bind it
/// to a connection: then it is started when a tunnel first needs it, shared by all tunnels of this process whose declaration is equal,
/// and ends with the process. Either way each tunnel gets its own part of it.</summary>
/// <remarks>Immutable. Write another kind of service by deriving from it: <see cref="Redis"/> is one in one file.</remarks>
public abstract record Service(string Name) : IBindable
{
    private static readonly ConcurrentDictionary<Service, TestEnvironment> Bound = new();

    /// <summary>The names of the services that must be ready before it is started. Default: none.</summary>
    public ImmutableSortedSet<string> Dependencies { get; init; } = [];

    /// <summary>The only kind of provider that may bring it up; null, the default: the first that can.</summary>
    public ProviderKind? Demanded { get; init; }

    /// <summary>Whether each test gets one that is started for it. Default: it is started once, and each test gets its own part.</summary>
    public bool IsPerTest { get; init; }

    /// <summary>How long it may take from its start until it answers. Default 30 seconds.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The ways to bring it up, in the order in which they are tried.</summary>
    protected internal abstract ImmutableArray<Provider> Providers { get; }

    /// <summary>PostgreSQL, from the machine. Each test gets a database of its own.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    public static PostgresServer Postgres(string name = "postgres") => new(name);

    /// <summary>Redis, from the machine. Each test gets a database of its own: there are 16 at once.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    public static RedisServer Redis(string name = "redis") => new(name);

    /// <summary>A NATS server with JetStream, from the machine. Each test gets an account of its own: there are 64 at once.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    public static NatsServer Nats(string name = "nats") => new(name);

    /// <summary>A mail server in this process that sends nothing on. Each test gets one of its own, and reads it by
    /// <c>tunnel.Bound&lt;MailInbox&gt;(name)</c>, or by <c>As&lt;MailInbox&gt;()</c> of the connection.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    public static EmbeddedServer Smtp(string name = "smtp") => new(name, () => new MailInbox());

    /// <summary>A program of the machine that serves on a loopback port.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    /// <param name="executable">The full path, or a name that is looked for on the PATH.</param>
    /// <param name="arguments">Each as it is; <c>{port}</c> in one stands for the port, <c>{folder}</c> for a folder of its own.</param>
    public static CommandServer Command(string name, string executable, params ReadOnlySpan<string> arguments) =>
        new(name, executable) { Arguments = [.. arguments] };

    /// <summary>A container of any image, by Docker or Podman.</summary>
    /// <param name="image">As <c>docker run</c> takes it, e.g. <c>rabbitmq:4</c>. It is pulled if it is not there.</param>
    /// <param name="name">Also the id of the connection that leads to it; null: the image's name without registry and tag.</param>
    public static ContainerServer Container(string image, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(image);
        return new(name ?? image.Split('@')[0].Split('/')[^1].Split(':')[0], image);
    }

    /// <summary>An HTTP API that answers as a script says. Each test gets one of its own.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    /// <param name="script">Says how it answers.</param>
    public static EmbeddedServer Http(string name, Action<HttpStub> script) => new(name, () => Stub.Http(script));

    /// <summary>Object storage with the interface of S3. Each test gets one of its own.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    /// <param name="buckets">What it has from the start.</param>
    public static EmbeddedServer Objects(string name, params string[] buckets) =>
        new(name, () => buckets.Aggregate(Emulator.S3(), (storage, bucket) => storage.WithBucket(bucket)));

    /// <summary>Object storage with the interface of S3, filled as a script says. Each test gets one of its own.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    /// <param name="seed">Fills it, e.g. by <see cref="S3Emulator.WithFolder"/>.</param>
    public static EmbeddedServer Objects(string name, Action<S3Emulator> seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        return new(name, () =>
        {
            S3Emulator storage = Emulator.S3();
            seed(storage);
            return storage;
        });
    }

    /// <summary>A directory. Each test gets one of its own.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    /// <param name="folder">What is copied into it, with all that is below; null: it is empty.</param>
    public static EmbeddedServer Folder(string name, string? folder = null) =>
        new(name, () => folder is null ? new TempDirectory() : new TempDirectory().WithCopyOfAll(folder));

    /// <summary>Any double in this process. Each test gets one of its own.</summary>
    /// <param name="name">Also the id of the connection that leads to it.</param>
    /// <param name="make">Makes one for a test.</param>
    public static EmbeddedServer Embedded(string name, Func<Binding> make) => new(name, make);

    /// <inheritdoc/>
    public virtual Binding ToBinding() => new ServiceBinding(Bound.GetOrAdd(this, service => new TestEnvironment().Add(service)), Name);

    /// <summary>A tunnel's part of the service in an environment that has it.</summary>
    internal virtual Binding BindingIn(TestEnvironment environment) => new ServiceBinding(environment, Name);

    /// <summary>Two declarations are equal when they say the same, whatever the order of the dependencies.</summary>
    public virtual bool Equals(Service? other) => other is not null
        && EqualityContract == other.EqualityContract
        && Name == other.Name
        && Demanded == other.Demanded
        && ReadyWithin == other.ReadyWithin
        && IsPerTest == other.IsPerTest
        && Dependencies.SetEquals(other.Dependencies);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Name, Demanded, ReadyWithin);
}

/// <summary>What can be said of every kind of service.</summary>
public static class ServiceDeclaration
{
    /// <summary>Starts it only when these are ready.</summary>
    public static T After<T>(this T service, params ReadOnlySpan<string> services)
        where T : Service
    {
        ArgumentNullException.ThrowIfNull(service);
        return service with { Dependencies = service.Dependencies.Union([.. services]) };
    }

    /// <summary>Starts one for each test, which is gone when the test is over: for what no part of a server holds, such as its settings,
    /// its users, or its death.</summary>
    public static T PerTest<T>(this T service)
        where T : Service
    {
        ArgumentNullException.ThrowIfNull(service);
        return service with { IsPerTest = true };
    }

    /// <summary>Demands a kind of provider: if that cannot serve, the environment fails instead of trying the next.</summary>
    public static T By<T>(this T service, ProviderKind kind)
        where T : Service
    {
        ArgumentNullException.ThrowIfNull(service);
        return service with { Demanded = kind };
    }
}
