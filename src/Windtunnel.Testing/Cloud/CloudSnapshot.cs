namespace Windtunnel.Testing;

/// <summary>What an emulator held at one moment. Taking one costs nothing: it shares what it holds.</summary>
public sealed class CloudSnapshot
{
    internal CloudSnapshot(string service, object state) => (Service, State) = (service, state);

    internal string Service { get; }

    internal object State { get; }
}
