using System.Collections.Concurrent;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Testing.Supervisor;

namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>A server that remembers what it was asked and told.</summary>
internal sealed class ScriptedServer : TaskServer
{
    private readonly ConcurrentQueue<Message> _requests = new();
    private readonly ConcurrentQueue<LogRecord> _records = new();

    /// <summary>Null: done.</summary>
    public Func<Message, Reply?> Answers { get; init; } = _ => null;

    public Func<bool> IsWanted { get; init; } = () => true;

    public IEnumerable<Message> Requests => _requests;

    public IEnumerable<string> Said => _requests.Select(request => request.Type);

    public IReadOnlyCollection<LogRecord> Records => _records;

    public override Reply Answer(Message request)
    {
        _requests.Enqueue(request);
        return Answers(request) ?? request switch
        {
            GetVariable => Reply.Absent("VARIABLE_NOT_FOUND"),
            GetConnection get => new(new ConnectionResult
            {
                ConnId = get.ConnId,
                ConnType = "http",
                Host = "example.org",
                Schema = null,
                Login = null,
                Password = null,
                Port = null,
                Extra = null,
            }),
            GetXCom get => new(new XComResult { Key = get.Key, Value = JsonText.Of("1") }),
            _ => Reply.Done,
        };
    }

    public override bool Heartbeat() => IsWanted();

    public override void Log(LogRecord record) => _records.Enqueue(record);
}
