using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

/// <summary>Makes calls to one API server: within its limits, and again where that is safe. Thread-safe.</summary>
internal sealed class AirflowHttp : IDisposable
{
    private const int MostTimeouts = 3;

    private readonly AuthorizedHttp _http;
    private readonly SemaphoreSlim _slots;
    private readonly RestLimits _limits;
    private readonly TimeProvider _time;
    private int _timeouts;

    /// <param name="server">Where the web page of the Airflow is.</param>
    /// <param name="credentials">As whom.</param>
    /// <param name="limits">Null: the defaults.</param>
    /// <param name="time">The clock of pauses and tokens; null: the system's.</param>
    /// <param name="http">What sends the calls, and is disposed of with this; null: a client of its own.</param>
    public AirflowHttp(
        Uri server, AirflowCredentials credentials, RestLimits? limits = null, TimeProvider? time = null, HttpClient? http = null)
    {
        Server = server;
        _limits = limits ?? new();
        _time = time ?? TimeProvider.System;
        _slots = new(_limits.Parallel);
        _http = new(server, credentials, _time, Mask, http);
    }

    /// <summary>The base address, which ends with a slash.</summary>
    public Uri Server { get; }

    /// <summary>What must not be in any message: the password, the token, and what else is added.</summary>
    public SecretMask Mask { get; } = new();

    /// <summary>Whether calls that might change something are refused here, before they are sent. Default: false.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The clock of the server, which is told in whole seconds; null where it does not tell.</summary>
    /// <exception cref="AirflowException">The server refuses, or is not there.</exception>
    public Task<DateTimeOffset?> DateAsync(CancellationToken cancellation)
    {
        RestCall call = RestCall.Get($"version");
        return RepeatAsync(call, async limit =>
        {
            using HttpResponseMessage response = await _http.SendAsync(call, limit).ConfigureAwait(false);
            return response.Headers.Date;
        }, cancellation);
    }

    /// <exception cref="AirflowException">The server refuses, is not there, or answers something else.</exception>
    public async Task<T> ReadAsync<T>(RestCall call, Func<JsonRow, T> read, CancellationToken cancellation) =>
        await RepeatAsync(call, async limit =>
        {
            using HttpResponseMessage response = await _http.SendAsync(call, limit).ConfigureAwait(false);
            Stream content = await response.Content.ReadAsStreamAsync(limit).ConfigureAwait(false);
            await using BoundedStream body = new(
                content, _limits.LongestAnswer, () => RestErrors.TooLong(Server, call, _limits.LongestAnswer));
            try
            {
                return read(await JsonRow.ParseAsync(body, limit).ConfigureAwait(false));
            }
            catch (JsonException e)
            {
                throw RestErrors.Unreadable(Server, call, response.Content.Headers.ContentType?.MediaType ?? "no JSON", e);
            }
        }, cancellation).ConfigureAwait(false);

    /// <summary>Makes a call whose answer does not matter.</summary>
    /// <exception cref="AirflowException">The server refuses, or is not there.</exception>
    public async Task SendAsync(RestCall call, CancellationToken cancellation) =>
        await RepeatAsync(call, async limit =>
        {
            using HttpResponseMessage response = await _http.SendAsync(call, limit).ConfigureAwait(false);
            return response.StatusCode;
        }, cancellation).ConfigureAwait(false);

    /// <summary>The lines of a streamed answer as they come. Such a call is not repeated.</summary>
    /// <exception cref="AirflowException">The server refuses, is not there, or breaks off.</exception>
    public async IAsyncEnumerable<string> LinesAsync(RestCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        TimeSpan limit = _limits.Call + (call.Interval ?? TimeSpan.Zero);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using HttpResponseMessage response = await OpenAsync(call, limit, silence, cancellation).ConfigureAwait(false);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        while (await GuardAsync(call, limit, () => reader.ReadLineAsync(silence.Token).AsTask(), cancellation).ConfigureAwait(false)
            is { } line)
        {
            silence.CancelAfter(limit);
            yield return line;
        }
    }

    /// <summary>Begins a streamed answer. While it is open it has no slot: it costs the server next to nothing, and those who follow as
    /// many as there are slots could make no other call.</summary>
    private async Task<HttpResponseMessage> OpenAsync(
        RestCall call, TimeSpan limit, CancellationTokenSource silence, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            silence.CancelAfter(limit);
            return await GuardAsync(call, limit, () => _http.SendAsync(call, silence.Token), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private async Task<T> RepeatAsync<T>(RestCall call, Func<CancellationToken, Task<T>> send, CancellationToken cancellation)
    {
        if (IsReadOnly && call.Method != HttpMethod.Get)
        {
            throw new InvalidOperationException($"{call} might change {Server}, which was to be read only. It was not sent.");
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(call, send, cancellation).ConfigureAwait(false);
            }
            catch (AirflowException e) when (attempt < _limits.Attempts && MayRepeat(call, e))
            {
                await Task.Delay(Pause(e.RetryAfter, attempt), _time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private bool MayRepeat(RestCall call, AirflowException failure) => failure.Fate switch
    {
        CallFate.NotSent => true,
        CallFate.Unknown => call.IsRepeatable && _timeouts < MostTimeouts,
        _ => failure.Status == HttpStatusCode.TooManyRequests || (call.IsRepeatable && failure.Status
            is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout),
    };

    private TimeSpan Pause(TimeSpan? asked, int attempt) =>
        asked is { } pause && pause > TimeSpan.Zero
            ? pause < _limits.LongestDelay ? pause : _limits.LongestDelay
            : _limits.FirstDelay * (1 << (attempt - 1));

    private async Task<T> OnceAsync<T>(RestCall call, Func<CancellationToken, Task<T>> send, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(_limits.Call);
            return await GuardAsync(call, _limits.Call, () => send(limit.Token), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Turns what the network does into what a user is told.</summary>
    private async Task<T> GuardAsync<T>(RestCall call, TimeSpan limit, Func<Task<T>> act, CancellationToken cancellation)
    {
        try
        {
            T done = await act().ConfigureAwait(false);
            Interlocked.Exchange(ref _timeouts, 0);
            return done;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            int inARow = Interlocked.Increment(ref _timeouts);
            throw RestErrors.Silent(Server, call, limit, isLast: inARow >= MostTimeouts);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw RestErrors.Unreachable(Server, call, e, Mask);
        }
    }
}
