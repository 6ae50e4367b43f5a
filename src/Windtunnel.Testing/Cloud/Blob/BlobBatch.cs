using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Several deletes or changes of tier in one request, each with an answer of its own.</summary>
internal static class BlobBatch
{
    private const int MostParts = 256;
    private const int LargestPart = 64 * 1024;

    public static async Task<CloudAnswer> SubmitAsync(BlobCall call)
    {
        string? boundary = MediaTypeHeaderValue.TryParse(call.Header("Content-Type"), out var type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        if (string.IsNullOrEmpty(boundary))
            throw BlobErrors.InvalidHeader("Content-Type", call.Header("Content-Type"));
        string answerBoundary = $"batchresponse_{call.Emulator.Ids.NextGuid()}";
        StringBuilder answers = new();
        MultipartReader reader = new(boundary, call.Request.Body);
        int count = 0;
        while (await ReadAsync(reader, call.Cancellation) is { } section)
        {
            if (++count > MostParts)
                throw new CloudError(400, "InvalidInput", "A batch holds at most 256 requests.");
            string id = section.Headers?.TryGetValue("Content-ID", out var found) == true ? found.ToString() : $"{count - 1}";
            CloudAnswer answer = await CarryOutAsync(call, await TextAsync(section.Body, call.Cancellation));
            Append(answers, answerBoundary, id, answer, await answer.Body.ToArrayAsync(call.Cancellation));
        }

        answers.Append("--").Append(answerBoundary).Append("--\r\n");
        return new CloudAnswer(202).With(Content.Of(answers.ToString()), $"multipart/mixed; boundary={answerBoundary}");
    }

    private static async Task<MultipartSection?> ReadAsync(MultipartReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new CloudError(400, "InvalidInput", "The body of the batch is not well-formed multipart/mixed.");
        }
    }

    private static Task<CloudAnswer> CarryOutAsync(BlobCall call, string text)
    {
        string[] lines = text.Split("\r\n");
        string[] start = lines[0].Split(' ');
        HeaderDictionary headers = new() { ["Host"] = call.Request.Host };
        foreach (string line in lines.Skip(1).TakeWhile(line => line.Length > 0))
        {
            int at = line.IndexOf(':', StringComparison.Ordinal);
            if (at > 0)
                headers[line[..at].Trim()] = line[(at + 1)..].Trim();
        }

        return start.Length < 2
            ? throw new CloudError(400, "InvalidInput", "A part of the batch is no HTTP request.")
            : call.Emulator.AnswerAsync(InAccount(
                CloudRequest.Of(start[0], start[1], headers, Stream.Null, call.Cancellation), call.Emulator.AccountName));
    }

    // Some clients leave the account out of the paths in a batch, as if it were in the host's name.
    private static CloudRequest InAccount(CloudRequest request, string account) =>
        request.RawPath.StartsWith($"/{account}/", StringComparison.Ordinal) ? request : new()
        {
            Method = request.Method,
            RawPath = $"/{account}{request.RawPath}",
            SignedPath = request.RawPath,
            Query = request.Query,
            Headers = request.Headers,
            Body = request.Body,
            Cancellation = request.Cancellation,
        };

    private static void Append(StringBuilder answers, string boundary, string id, CloudAnswer answer, byte[] body)
    {
        answers.Append("--").Append(boundary).Append("\r\nContent-Type: application/http\r\nContent-ID: ").Append(id)
            .Append("\r\n\r\nHTTP/1.1 ").Append(answer.Status).Append(' ').Append(ReasonPhrases.GetReasonPhrase(answer.Status))
                .Append("\r\n");
        foreach ((string name, string value) in answer.Headers)
            answers.Append(name).Append(": ").Append(HeaderText.Safe(value)).Append("\r\n");
        answers.Append("Content-Length: ").Append(body.Length).Append("\r\n\r\n").Append(Encoding.UTF8.GetString(body)).Append("\r\n");
    }

    private static async Task<string> TextAsync(Stream section, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LargestPart];
        int length = await section.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
