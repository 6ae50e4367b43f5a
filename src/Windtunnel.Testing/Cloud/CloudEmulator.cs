using Windtunnel.Testing.Cloud;

namespace Windtunnel.Testing;

/// <summary>A cloud service inside this process, a world of its own: it starts empty, in no time, on a loopback port of its own, and shares
/// nothing with other emulators. Thread-safe.</summary>
public abstract class CloudEmulator : Binding
{
    private readonly Lock _joining = new();
    private readonly FaultScript _faults = new();
    private readonly CallLog _calls = new();
    private readonly Lazy<EmulatorServer> _server;
    private volatile bool _isAway;

    private protected CloudEmulator() => _server = new(() => EmulatorServer.Start(AnswerAsync));

    /// <summary>Where it listens. The first use starts it.</summary>
    public Uri Endpoint => _server.Value.Address;

    /// <summary>The latest 10,000 calls, oldest first.</summary>
    public IReadOnlyList<CloudCall> Calls => _calls.Latest;

    /// <summary>The calls that were refused because the emulator does not know how to answer them.</summary>
    public IReadOnlyList<CloudCall> UnsupportedCalls => _calls.Unsupported;

    /// <summary>A sentence for each scripted fault that not as many calls experienced as it was scripted for; empty when all did.</summary>
    public IReadOnlyList<string> UnusedFaults => _faults.Unused;

    /// <summary>A sentence for each operation that was asked for and is not emulated.</summary>
    protected internal override IReadOnlyList<string> Unexpected =>
    [
        .. from call in UnsupportedCalls
           group call by call.Operation into calls
           select $"{Service} was asked {calls.Count()} times for {calls.Key}, which its emulator does not implement.",
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> Unused => UnusedFaults;

    internal abstract string Service { get; }

    internal abstract IReadOnlyCollection<string> Operations { get; }

    internal EmulatorClock Clock { get; } = new();

    internal abstract object State { get; set; }

    /// <summary>The connection that it is bound as, for code outside a tunnel.</summary>
    public Connection ConnectionTo(string id) => Connect(id);

    /// <summary>A handler for an <see cref="HttpClient"/> that reaches the emulator without a socket, whatever host is asked for.</summary>
    public HttpMessageHandler CreateHandler() => new EmulatorHandler(AnswerAsync);

    /// <summary>Remembers all that the emulator holds.</summary>
    public CloudSnapshot TakeSnapshot() => new(Service, State, Clock, Clock.Era);

    /// <summary>Puts back what was there when the snapshot was taken, by this emulator or another of the same service.</summary>
    /// <exception cref="ArgumentException">It is a snapshot of another service.</exception>
    public void Restore(CloudSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Service != Service)
        {
            throw new ArgumentException(
                $"This is a snapshot of {snapshot.Service}, but the emulator is one of {Service}. Restore it where it was taken.",
                nameof(snapshot));
        }

        State = snapshot.IsOf(Clock) ? snapshot.State : Redated(snapshot.State, Moving(snapshot.Taken, Clock.Now));
    }

    /// <inheritdoc/>
    protected internal sealed override Connection Connect(string id) => Address(id) with { Asked = Follow };

    /// <inheritdoc/>
    protected internal override ValueTask StartAsync(CancellationToken cancellation)
    {
        _ = _server.Value;
        return ValueTask.CompletedTask;
    }

    /// <summary>Every connection breaks from now on; what is stored stays.</summary>
    protected internal override void Leave() => _isAway = true;

    /// <inheritdoc/>
    protected internal override void Return() => _isAway = false;

    /// <summary>Stops listening; what was stored is gone.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await _server.Value.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Where and as whom it is reached.</summary>
    private protected abstract Connection Address(string id);

    private protected void Plan(string operation, CloudFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (!Operations.Contains(operation))
        {
            throw new ArgumentException(
                $"{Service} has no operation '{operation}' in this emulator. Script the fault for one of: "
                + $"{string.Join(", ", Operations.Order(StringComparer.Ordinal))}.",
                nameof(operation));
        }

        _faults.Plan(operation, fault);
    }

    /// <summary>The request in the form in which <see cref="Identify"/> can tell what it asks for.</summary>
    internal virtual ValueTask<CloudRequest> PreparedAsync(CloudRequest request) => new(request);

    /// <exception cref="CloudError">The request is none of the service.</exception>
    internal abstract CloudOperation Identify(CloudRequest request);

    internal abstract Task<CloudAnswer> CarryOutAsync(CloudOperation operation, CloudRequest request);

    internal abstract CloudAnswer Describe(CloudError error, CloudOperation operation, CloudRequest request);

    /// <summary>The same state with each of its instants moved.</summary>
    internal abstract object Redated(object state, Func<DateTimeOffset, DateTimeOffset> move);

    internal abstract CloudError Throttled();

    internal abstract CloudError Broken(Exception cause);

    internal async Task<CloudAnswer> AnswerAsync(CloudRequest request)
    {
        CloudOperation operation = new("Unknown");
        try
        {
            request = await PreparedAsync(request);
            operation = Identify(request);
            Clock.Look();
            if (_isAway)
                throw new ConnectionBrokenByFaultException();
            CloudFault? fault = _faults.Take(operation);
            if (fault is not null)
                await SufferAsync(fault, request);
            CloudAnswer answer = await CarryOutAsync(operation, request);
            answer.CutAfter = fault?.AnswerBytes;
            _calls.Add(operation, answer.Status, answer.ErrorCode, isUnsupported: false);
            return answer;
        }
        catch (CloudError refused)
        {
            return Refuse(refused, operation, request);
        }
        catch (ConnectionBrokenByFaultException)
        {
            _calls.Add(operation, 0, null, isUnsupported: false);
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException and not Microsoft.AspNetCore.Connections.ConnectionResetException
            and not Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            // The boundary of the service: whatever went wrong in it, its client reads an error of its form, with the cause.
            return Refuse(Broken(e), operation, request);
        }
    }

    /// <summary>Goes by the clock of the run from now on. What was there before is as old as the run, and what was to come is as far
    /// away as it was.</summary>
    private void Follow(TaskContext body)
    {
        lock (_joining)
        {
            if (Clock.Follow(body) is { } before)
                State = Redated(State, Moving(before, Clock.Now));
        }
    }

    private static Func<DateTimeOffset, DateTimeOffset> Moving(DateTimeOffset from, DateTimeOffset to) =>
        instant => instant <= from ? to : instant - from >= DateTimeOffset.MaxValue - to ? DateTimeOffset.MaxValue : to + (instant - from);

    private CloudAnswer Refuse(CloudError error, CloudOperation operation, CloudRequest request)
    {
        _calls.Add(operation, error.Status, error.Code, error.Unsupported);
        return Describe(error, operation, request);
    }

    private async Task SufferAsync(CloudFault fault, CloudRequest request)
    {
        await SkipAsync(request, fault.RequestBytes);
        if (fault.IsReset)
            throw new ConnectionBrokenByFaultException();
        if (fault.IsStall)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.Cancellation);
        if (fault.IsThrottle)
            throw Throttled();
        if (fault.Answer is { } answer)
            throw new CloudError(answer.Status, answer.Code, "A fault that the test scripted.");
    }

    private static async Task SkipAsync(CloudRequest request, long bytes)
    {
        byte[] buffer = new byte[Math.Min(bytes, 64 * 1024)];
        while (bytes > 0
            && await request.Body.ReadAsync(
            buffer.AsMemory(0, (int)Math.Min(bytes, buffer.Length)), request.Cancellation) is var read and > 0)
            bytes -= read;
    }
}

/// <summary>What is configured the same way on each emulator.</summary>
/// <typeparam name="TSelf">The emulator itself, so that calls can be chained.</typeparam>
public abstract class CloudEmulator<TSelf> : CloudEmulator
    where TSelf : CloudEmulator<TSelf>
{
    private protected CloudEmulator()
    {
    }

    /// <summary>Lets calls of an operation go wrong, in the order in which faults were scripted.</summary>
    /// <exception cref="ArgumentException">The emulator has no such operation.</exception>
    public TSelf Disturb(string operation, CloudFault fault)
    {
        Plan(operation, fault);
        return (TSelf)this;
    }

    /// <summary>Lets things happen, and signatures expire, by this clock. Default: that of the run which it is bound in, and the system's
    /// outside of runs.</summary>
    public TSelf WithTime(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Clock.Choose(time);
        return (TSelf)this;
    }
}
