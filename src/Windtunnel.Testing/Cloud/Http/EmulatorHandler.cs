using System.Net;
using Microsoft.AspNetCore.Http;

namespace Windtunnel.Testing.Cloud;

/// <summary>Answers an <see cref="HttpClient"/> without a socket.</summary>
internal sealed class EmulatorHandler(Func<CloudRequest, Task<CloudAnswer>> answer) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri target = request.RequestUri ?? throw new InvalidOperationException("The request has no address. Give it one.");
        HeaderDictionary headers = new() { ["Host"] = request.Headers.Host ?? target.Authority };
        Copy(request.Headers, headers);
        Stream body = Stream.Null;
        if (request.Content is not null)
        {
            headers.ContentLength = request.Content.Headers.ContentLength;
            Copy(request.Content.Headers, headers);
            if (headers.ContentLength is null)
                headers["Transfer-Encoding"] = "chunked";
            body = await request.Content.ReadAsStreamAsync(cancellationToken);
        }

        CloudAnswer answered;
        try
        {
            answered = await answer(CloudRequest.Of(request.Method.Method, target.PathAndQuery, headers, body, cancellationToken));
        }
        catch (ConnectionBrokenByFaultException e)
        {
            throw new HttpRequestException("The connection was reset.", e);
        }

        return await ResponseOfAsync(answered, request, cancellationToken);
    }

    private static void Copy(System.Net.Http.Headers.HttpHeaders from, HeaderDictionary to)
    {
        foreach ((string name, var values) in from.NonValidated)
            to[name] = values.ToArray();
    }

    private static async Task<HttpResponseMessage> ResponseOfAsync(
        CloudAnswer answer, HttpRequestMessage request, CancellationToken cancellation)
    {
        MemoryStream body = new();
        bool hasBody = request.Method != HttpMethod.Head && answer.Status is not (204 or 304);
        if (hasBody)
            await answer.Body.Slice(0, Math.Min(answer.CutAfter ?? long.MaxValue, answer.Body.Length)).CopyToAsync(body, cancellation);
        body.Position = 0;
        HttpResponseMessage response = new((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new StreamContent(answer.CutAfter is null ? body : new BrokenStream(body)),
        };
        foreach ((string name, string value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        response.Content.Headers.ContentLength ??= answer.Body.Length;
        return response;
    }

    /// <summary>Ends in an error where the other stream ends.</summary>
    private sealed class BrokenStream(Stream start) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) =>
            start.Read(buffer, offset, count) is var read and > 0 ? read : throw new ConnectionBrokenByFaultException();

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
