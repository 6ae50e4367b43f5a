namespace Windtunnel.Testing;

public sealed partial class HttpStub
{
    private Func<Connection, Connection> _change = connection => connection;
    private string _id = "";
    private int _surprisesBefore;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> Unexpected => [.. Script.Surprises(_surprisesBefore).Select(WithId)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> Unused => [.. Script.Unused().Select(WithId)];

    /// <summary>Gives the connection, as bodies see it, a login, a password or an extra.</summary>
    /// <param name="change">Its result is the connection that bodies get.</param>
    public HttpStub WithConnection(Func<Connection, Connection> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Func<Connection, Connection> before = _change;
        _change = connection => change(before(connection));
        return this;
    }

    /// <inheritdoc/>
    protected internal override ValueTask StartAsync(CancellationToken cancellation)
    {
        Script.RequireAnswers();
        _surprisesBefore = Script.SurpriseCount;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected internal override Connection Connect(string id)
    {
        _id = id;
        Connection connection = StandIn(id, "http", this);
        if (_options.HasSockets)
        {
            connection = connection with { Host = Url.Host, Port = Url.Port, Schema = Url.Scheme };
        }

        connection = _change(connection);
        Script.Secrets.Add(connection.Password);
        return connection;
    }

    HttpMessageHandler IStandIn<HttpMessageHandler>.Open(Connection connection, TaskContext context) => _options.HasSockets
        ? new BodySocketsHandler(SocketsHandler(connection.Extras.Flag("allow_redirects") ?? true), context)
        : new StubHandler(Script, _options, context.Time);

    private string WithId(string finding) => $"Connection '{_id}': {finding}";
}
