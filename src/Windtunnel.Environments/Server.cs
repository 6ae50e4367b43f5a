using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Windtunnel.Environments;

/// <summary>A server that may also run already, at an address: then the environment uses that one.</summary>
/// <param name="Name">Also the id of the connection that leads to it.</param>
/// <param name="Image">The image of its container, as <c>docker run</c> takes it. Default: the vendor's.</param>
public abstract record Server(string Name, string Image) : Service(Name)
{
    /// <summary>Where one runs already, as a connection URI; null: none is known.</summary>
    public string? Address { get; init; }

    /// <summary>Whether the one at <see cref="Address"/> is used only where no other can be brought up. Default: it is tried
    /// first.</summary>
    public bool IsLastResort { get; init; }

    /// <inheritdoc/>
    protected internal sealed override ImmutableArray<Provider> Providers =>
        Address is null ? Own
        : IsLastResort ? [.. Own, Given]
        : [Given, .. Own];

    /// <summary>The ways to bring up one of our own, in the order in which they are tried.</summary>
    private protected abstract ImmutableArray<Provider> Own { get; }

    /// <summary>Uses the one at <see cref="Address"/>.</summary>
    private protected abstract Provider Given { get; }

    /// <summary>What was declared and shapes it: names, and values or digests.</summary>
    internal virtual async IAsyncEnumerable<(string Name, string Value)> InputsAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }

    /// <summary>The address as a connection, without an id of its own.</summary>
    internal Connection GivenConnection => Connection.Parse(Name, Address!);

    /// <inheritdoc/>
    public virtual bool Equals(Server? other) => base.Equals(other)
        && (Address, IsLastResort, Image) == (other.Address, other.IsLastResort, other.Image);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Address, IsLastResort, Image);
}

/// <summary>What can be said of every server.</summary>
public static class ServerDeclaration
{
    /// <summary>Uses a server that runs already, if it answers, and one of our own otherwise. What tests make in it is removed
    /// again.</summary>
    /// <exception cref="FormatException">It is not a connection URI.</exception>
    public static T At<T>(this T server, string uri)
        where T : Server => server with { Address = Checked(server, uri), IsLastResort = false };

    /// <summary>Uses a server that runs already where this machine can bring up none.</summary>
    /// <exception cref="FormatException">It is not a connection URI.</exception>
    public static T OrAt<T>(this T server, string uri)
        where T : Server => server with { Address = Checked(server, uri), IsLastResort = true };

    /// <summary>Takes another image where it is brought up in a container.</summary>
    public static T FromImage<T>(this T server, string image)
        where T : Server
    {
        ArgumentNullException.ThrowIfNull(server);
        return server with { Image = image };
    }

    private static string Checked(Server server, string uri)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Connection.Parse(server.Name, uri) is { Host: not null }
            ? uri
            : throw new FormatException($"'{uri}' names no host. Give a URI such as postgres://user:password@localhost:5432/postgres.");
    }
}
