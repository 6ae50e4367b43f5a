using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Windtunnel.Testing;

namespace Windtunnel.Bench;

/// <summary>Calls of the S3 emulator over sockets, client and server in one process; a body that streams through it; and what a hook
/// adds to a call.</summary>
internal static class Emulators
{
    private const int Pairs = 1_000;
    private const int Clients = 8;
    private const int Cores = 2;
    private const long Streamed = 256L << 20;
    private const int HookCalls = 20_000;

    public static IEnumerable<Figure> Measure()
    {
        using var store = new Store();
        TimeSpan pair = Cost.Of(() => store.PairsAsync().GetAwaiter().GetResult(), 5) / Pairs;
        yield return Figure.AtLeast(5_000, "/s", "S3 emulator, PUT and GET of 1 kB on two cores", Cores / pair.TotalSeconds);
        long held = store.StreamAsync().GetAwaiter().GetResult();
        yield return Figure.AtMost(32, "MB", "memory while 256 MB stream through S3", held / 1e6);
        yield return Figure.AtMost(5, "us", "call of an objects hook", OfHook().TotalMicroseconds);
    }

    /// <summary>Puts an object in parts, gets it whole and by ranges, and says what that cost.</summary>
    public static void StreamInParts(long bytes, TextWriter output)
    {
        using var store = new Store();
        store.StreamInPartsAsync(bytes, output).GetAwaiter().GetResult();
    }

    private static TimeSpan OfHook()
    {
        var dag = new Dag("hooked");
        dag.Task("calls", async context =>
        {
            ObjectStore store = context.Connections["store"].Objects();
            for (int call = 0; call < HookCalls; call++)
            {
                await store.DeleteAsync("flights", "k", context.Cancellation);
            }
        });
        return Cost.Of(() => Run(), 5) / HookCalls;

        void Run()
        {
            Tunnel tunnel = Tunnel.For(dag).Bind("store", new NoObjects());
            tunnel.RunAsync().GetAwaiter().GetResult().ShouldSucceed();
            tunnel.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Objects that are never there.</summary>
    private sealed class NoObjects : ObjectStore
    {
        public override Task<bool> PutAsync(
            string bucket, string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancellation = default) =>
            Task.FromResult(true);

        public override Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation = default) =>
            Task.FromResult(Stream.Null);

        public override Task<IReadOnlyList<StoredObject>> ListAsync(
            string bucket, string prefix = "", CancellationToken cancellation = default) =>
                Task.FromResult<IReadOnlyList<StoredObject>>([]);

        public override Task DeleteAsync(string bucket, string key, CancellationToken cancellation = default) => Task.CompletedTask;
    }

    /// <summary>An emulator with a client that costs little: its requests are signed once.</summary>
    private sealed class Store : IDisposable
    {
        private static readonly byte[] Body = RandomNumberGenerator.GetBytes(1024);
        private readonly S3Emulator _s3 = Emulator.S3().WithBucket("flights");
        private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        private readonly string _instant =
            TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        private readonly (string Put, string Get)[] _signatures;

        public Store() =>
            _signatures = [.. Enumerable.Range(0, Clients).Select(client => (Sign("PUT", Path(client)), Sign("GET", Path(client))))];

        public Task PairsAsync() => Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (int pair = 0; pair < Pairs / Clients; pair++)
            {
                await SendAsync(HttpMethod.Put, client, new ByteArrayContent(Body));
                await SendAsync(HttpMethod.Get, client, null);
            }
        }));

        /// <summary>The most memory that was in use, in bytes, beyond what was in use before.</summary>
        public async Task<long> StreamAsync()
        {
            byte[] buffer = new byte[64 * 1024];
            long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
            using var content = new StreamContent(new Zeros(Streamed, Look), 64 * 1024);
            await SendAsync(HttpMethod.Put, 0, content);
            using HttpResponseMessage got = await AskAsync(HttpMethod.Get, 0, null, HttpCompletionOption.ResponseHeadersRead);
            await using Stream body = await got.Content.ReadAsStreamAsync();
            long read = 0;
            while (await body.ReadAsync(buffer) is var count and > 0)
            {
                read += count;
                Look(read);
            }

            return read == Streamed ? most : throw new InvalidOperationException($"{read} of {Streamed} bytes came back.");

            void Look(long at)
            {
                if (at % (16 << 20) < buffer.Length)
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
        }

        public async Task StreamInPartsAsync(long bytes, TextWriter output)
        {
            const long Part = 64 << 20;
            using Process process = Process.GetCurrentProcess();
            long before = process.PeakWorkingSet64;
            Stopwatch watch = Stopwatch.StartNew();
            string id = Between(await TextOfAsync(HttpMethod.Post, "uploads=", null), "<UploadId>", "</UploadId>");
            StringBuilder parts = new();
            for (int number = 1; (number - 1) * Part < bytes; number++)
            {
                using var content = new StreamContent(new Zeros(Math.Min(Part, bytes - ((number - 1) * Part)), _ => { }), 64 * 1024);
                using HttpResponseMessage put = await AskAsync(HttpMethod.Put, $"partNumber={number}&uploadId={id}", content);
                parts.Append(
                    CultureInfo.InvariantCulture, $"<Part><PartNumber>{number}</PartNumber><ETag>{put.Headers.ETag!.Tag}</ETag></Part>");
            }

            await TextOfAsync(HttpMethod.Post, $"uploadId={id}", $"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
            TimeSpan up = watch.Elapsed;
            long whole = await ReadAsync(null);
            TimeSpan down = watch.Elapsed - up;
            long middle = await ReadAsync(new(bytes / 2, (bytes / 2) + Part - 1)), tail = await ReadAsync(new(bytes - 1, null));
            if ((whole, middle, tail) != (bytes, Part, 1))
            {
                throw new InvalidOperationException($"{whole}, {middle} and {tail} bytes came back, not {bytes}, {Part} and 1.");
            }

            process.Refresh();
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{bytes / 1e9:0.##} GB: {bytes / up.TotalSeconds / 1e6:0} MB/s up, {bytes / down.TotalSeconds / 1e6:0} MB/s down, peak "
                    + $"working set {process.PeakWorkingSet64 / 1e6:0} MB, of which {before / 1e6:0} MB before"));
        }

        public void Dispose()
        {
            _http.Dispose();
            _s3.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        private async Task SendAsync(HttpMethod method, int client, HttpContent? content)
        {
            using HttpResponseMessage answer = await AskAsync(method, client, content, HttpCompletionOption.ResponseContentRead);
            answer.EnsureSuccessStatusCode();
        }

        private async Task<HttpResponseMessage> AskAsync(HttpMethod method, int client, HttpContent? content, HttpCompletionOption until)
        {
            using var request = new HttpRequestMessage(method, new Uri(_s3.Endpoint, Path(client))) { Content = content };
            request.Headers.TryAddWithoutValidation("x-amz-date", _instant);
            request.Headers.TryAddWithoutValidation("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
            (string put, string get) = _signatures[client];
            request.Headers.TryAddWithoutValidation("Authorization", method == HttpMethod.Put ? put : get);
            return await _http.SendAsync(request, until);
        }

        private async Task<long> ReadAsync(RangeHeaderValue? range)
        {
            using HttpResponseMessage got = await AskAsync(HttpMethod.Get, "", null, range);
            await using Stream body = await got.Content.ReadAsStreamAsync();
            byte[] buffer = new byte[64 * 1024];
            long read = 0;
            while (await body.ReadAsync(buffer) is var count and > 0)
            {
                read += count;
            }

            return read;
        }

        private async Task<string> TextOfAsync(HttpMethod method, string query, string? body)
        {
            using HttpResponseMessage answer = await AskAsync(method, query, new StringContent(body ?? ""));
            return await answer.Content.ReadAsStringAsync();
        }

        private async Task<HttpResponseMessage> AskAsync(
            HttpMethod method, string query, HttpContent? content, RangeHeaderValue? range = null)
        {
            const string Large = "/flights/large";
            using var request = new HttpRequestMessage(method, new Uri(_s3.Endpoint, query.Length == 0 ? Large : $"{Large}?{query}"));
            request.Content = content;
            request.Headers.Range = range;
            request.Headers.TryAddWithoutValidation("x-amz-date", _instant);
            request.Headers.TryAddWithoutValidation("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
            request.Headers.TryAddWithoutValidation("Authorization", Sign(method.Method, Large, query));
            return (await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
        }

        private static string Between(string text, string start, string end)
        {
            int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
            return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
        }

        private static string Path(int client) => $"/flights/{client}";

        private string Sign(string method, string path, string query = "")
        {
            string scope = $"{_instant[..8]}/us-east-1/s3/aws4_request";
            const string Signed = "host;x-amz-content-sha256;x-amz-date";
            string canonical = $"{method}\n{path}\n{query}\nhost:{_s3.Endpoint.Authority}\n"
                + $"x-amz-content-sha256:UNSIGNED-PAYLOAD\nx-amz-date:{_instant}\n\n{Signed}\nUNSIGNED-PAYLOAD";
            byte[] key = Encoding.UTF8.GetBytes($"AWS4{_s3.SecretKey}");
            foreach (string part in scope.Split('/').Append($"AWS4-HMAC-SHA256\n{_instant}\n{scope}\n{Hash(canonical)}"))
            {
                key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
            }

            return $"AWS4-HMAC-SHA256 Credential={_s3.AccessKey}/{scope}, SignedHeaders={Signed}, "
                + $"Signature={Convert.ToHexStringLower(key)}";
        }

        private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>So many zero bytes, and something that is told how many were read.</summary>
    private sealed class Zeros(long length, Action<long> read) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int taken = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, taken);
            Position += taken;
            read(Position);
            return taken;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void Flush() => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
