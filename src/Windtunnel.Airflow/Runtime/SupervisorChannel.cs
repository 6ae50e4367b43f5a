using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Asks the supervisor, one question at a time. Thread-safe.</summary>
/// <remarks>A supervisor serves requests in their order and says nothing by itself after its first frame.</remarks>
internal sealed class SupervisorChannel(Stream stream)
{
    private readonly FrameStream _frames = new(stream);
    private readonly Lock _turn = new();
    private long _lastId;

    /// <summary>W3C trace headers for every request; null: none.</summary>
    public IReadOnlyDictionary<string, string>? TraceCarrier { get; set; }

    /// <summary>The first frame, which says what the process was started for.</summary>
    public Message ReadFirst()
    {
        Frame frame = Read("the first frame") ?? throw Closed("the first frame");
        return frame.Body ?? throw new ProtocolException("The supervisor began with an empty frame instead of StartupDetails.");
    }

    /// <summary>The answer's body; null when the supervisor only says that it is done.</summary>
    /// <exception cref="SupervisorException">The supervisor says that it cannot do it.</exception>
    /// <exception cref="ProtocolException">The request cannot be written as a frame, no answer came, or none that can be
    /// understood.</exception>
    public Message? Ask(Message request)
    {
        lock (_turn)
        {
            if (!_frames.IsBetweenFrames)
            {
                throw new ProtocolException($"{request.Type} cannot be asked: the conversation with the supervisor broke off earlier.");
            }

            long id = ++_lastId;
            Send(new Frame(id, request, TraceCarrier: TraceCarrier));
            Frame answer = ReadAnswer(id, request.Type);
            return answer.Error is { } error ? throw new SupervisorException(request.Type, error)
                : answer.Body is ErrorResponse refusal ? throw new SupervisorException(request.Type, refusal)
                : answer.Body;
        }
    }

    /// <summary>The answer's body as what the protocol answers such a request with.</summary>
    public T Ask<T>(Message request)
        where T : Message => Ask(request) switch
        {
            T answer => answer,
            var other => throw new ProtocolException(
                $"{request.Type} was answered with {other?.Type ?? "nothing"}, not with {typeof(T).Name}."),
        };

    private void Send(Frame frame)
    {
        try
        {
            _frames.WriteRequest(frame);
        }
        catch (IOException e)
        {
            throw new ProtocolException($"{frame.Body!.Type} could not be sent: the supervisor is gone.", e);
        }
    }

    /// <summary>Skips answers to earlier requests that were given up.</summary>
    private Frame ReadAnswer(long id, string type)
    {
        while (true)
        {
            Frame frame = Read(type) ?? throw Closed(type);
            if (frame.Id == id)
            {
                return frame;
            }

            if (frame.Id > id)
            {
                throw new ProtocolException($"{type} has the id {id}, but an answer to the id {frame.Id} came, which was never asked.");
            }
        }
    }

    private Frame? Read(string awaited)
    {
        try
        {
            return _frames.Read();
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
        {
            throw new ProtocolException(
                string.Create(CultureInfo.InvariantCulture, $"No answer to {awaited} came within {stream.ReadTimeout / 1000.0} s. ")
                    + "The worker's own log says why a request was dropped.",
                e);
        }
        catch (IOException e)
        {
            throw new ProtocolException($"The supervisor was gone before {awaited} was answered.", e);
        }
    }

    private static ProtocolException Closed(string awaited) => new($"The supervisor closed the connection before {awaited} was answered.");
}

/// <summary>The supervisor answered that it could not do what was asked.</summary>
internal sealed class SupervisorException(string request, ErrorResponse error)
    : Exception($"Airflow refused {request}: {error.Error}{(error.Detail.IsMissingOrNull ? "" : $" {error.Detail}")}.")
{
    /// <summary>E.g. <c>VARIABLE_NOT_FOUND</c>.</summary>
    public string Code => error.Error;

    /// <summary>The HTTP status that the server answered the supervisor with; null when it was not the server.</summary>
    public int? Status => !error.Detail.IsMissingOrNull && error.Detail.ToElement() is { ValueKind: JsonValueKind.Object } detail
        && detail.TryGetProperty("status_code", out JsonElement status) && status.ValueKind == JsonValueKind.Number
        && status.TryGetInt32(out int code)
            ? code
            : null;
}
