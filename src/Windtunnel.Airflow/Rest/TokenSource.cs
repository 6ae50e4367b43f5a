using System.Buffers.Text;
using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

/// <summary>Keeps one token and takes a new one when it is about to expire or was refused. Thread-safe.</summary>
/// <param name="take">Asks for a token.</param>
/// <param name="time">The clock that tells whether one has expired.</param>
internal sealed class TokenSource(Func<CancellationToken, Task<string>> take, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private string? _token;
    private DateTimeOffset? _expires;

    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_token is null || time.GetUtcNow() + Early >= _expires)
            {
                _token = await take(cancellation).ConfigureAwait(false);
                _expires = ExpiryOf(_token);
            }

            return _token;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next call takes a new one, unless somebody did meanwhile.</summary>
    public void Refused(string token) => Interlocked.CompareExchange(ref _token, null, token);

    public void Dispose() => _turn.Dispose();

    /// <summary>What the payload of a JWT says; null when it does not, or is none.</summary>
    internal static DateTimeOffset? ExpiryOf(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return payload.RootElement.TryGetProperty("exp", out JsonElement expires) && expires.TryGetInt64(out long seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Some tokens are opaque: they are used until they are refused.
            return null;
        }
    }
}
