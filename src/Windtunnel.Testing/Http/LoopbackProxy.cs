using System.Net;

namespace Windtunnel.Testing;

/// <summary>The proxy that the environment names, except on the way to this machine: no proxy reaches the loopback address of another,
/// and clients of .NET would ask it to unless <c>NO_PROXY</c> says otherwise.</summary>
internal sealed class LoopbackProxy(IWebProxy network) : IWebProxy
{
    private static int _isInstalled;

    public ICredentials? Credentials
    {
        get => network.Credentials;
        set => network.Credentials = value;
    }

    /// <summary>For every <see cref="HttpClient"/> of this process that is given no proxy of its own.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref _isInstalled, 1) == 0)
        {
            HttpClient.DefaultProxy = new LoopbackProxy(HttpClient.DefaultProxy);
        }
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : network.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || network.IsBypassed(host);
}
