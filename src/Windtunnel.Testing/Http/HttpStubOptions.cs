namespace Windtunnel.Testing;

/// <summary>How a stub can be reached.</summary>
internal sealed class HttpStubOptions
{
    public bool HasSockets { get; set; } = true;

    public UnreachableBy? Unreachable { get; set; }

    /// <summary>0: one that the system chooses.</summary>
    public int Port { get; set; }

    /// <summary>Null: plain HTTP.</summary>
    public StubTls? Tls { get; set; }

    public long MostBody { get; set; } = 64 * 1024 * 1024;

    public TimeProvider Time { get; set; } = TimeProvider.System;
}

/// <summary>Why no connection to a stub comes about.</summary>
internal enum UnreachableBy
{
    UnknownHost,
    ClosedPort,
}
