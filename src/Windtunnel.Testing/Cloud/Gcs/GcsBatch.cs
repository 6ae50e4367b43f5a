using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Several calls in one request, each with an answer of its own. Clients end lines with CRLF or with LF alone.</summary>
internal static class GcsBatch
{
    private const int MostCalls = 100;
    private const int Largest = 10 << 20;

    public static async Task<CloudAnswer> SubmitAsync(GcsCall call)
    {
        string? boundary = MediaTypeHeaderValue.TryParse(call.Header("Content-Type"), out var type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        if (string.IsNullOrEmpty(boundary))
            throw GcsErrors.Invalid("Missing boundary in the Content-Type of a batch.");
        string[] parts = Parts(await TextAsync(call), boundary);
        if (parts.Length is 0 or > MostCalls)
            throw GcsErrors.Invalid($"A batch holds 1 to {MostCalls} calls, not {parts.Length}.");
        string answerBoundary = $"batch_{call.Emulator.Ids.NextText(32)}";
        StringBuilder answers = new();
        foreach (string part in parts)
        {
            (IHeaderDictionary about, string request) = Split(part);
            CloudAnswer answer = await CarryOutAsync(call, request);
            Append(answers, answerBoundary, about["Content-ID"].ToString(), answer, await answer.Body.ToArrayAsync(call.Cancellation));
        }

        answers.Append("--").Append(answerBoundary).Append("--\r\n");
        return new CloudAnswer(200).With(Content.Of(answers.ToString()), $"multipart/mixed; boundary={answerBoundary}");
    }

    private static async Task<string> TextAsync(GcsCall call)
    {
        ContentWriter writer = new([]);
        byte[] buffer = new byte[64 * 1024];
        while (await call.Request.Body.ReadAsync(buffer, call.Cancellation) is var read and > 0)
        {
            if (writer.Length + read > Largest)
                throw GcsErrors.Invalid($"The batch is longer than {Largest} bytes.");
            await writer.WriteAsync(buffer.AsMemory(0, read), call.Cancellation);
        }

        return Encoding.UTF8.GetString(await writer.ToContent().ToArrayAsync(call.Cancellation)).Replace("\r\n", "\n",
            StringComparison.Ordinal);
    }

    private static string[] Parts(string body, string boundary)
    {
        string[] parts = $"\n{body}".Split($"\n--{boundary}");
        bool isEnded = parts.Length >= 2 && parts[^1].StartsWith("--", StringComparison.Ordinal);
        return isEnded ? [.. parts[1..^1].Select(part => part.TrimStart('\n'))] : throw GcsErrors.Invalid(
            "The batch's last boundary is missing.");
    }

    private static Task<CloudAnswer> CarryOutAsync(GcsCall call, string request)
    {
        int end = request.IndexOf('\n', StringComparison.Ordinal);
        string[] start = (end < 0 ? request : request[..end]).Split(' ');
        if (start.Length < 2)
            throw GcsErrors.Invalid("A part of the batch is no HTTP request.");
        (IHeaderDictionary headers, string body) = Split(end < 0 ? "" : request[(end + 1)..]);
        headers["Host"] = call.Request.Host;
        byte[] bytes = Encoding.UTF8.GetBytes(body.TrimEnd('\n'));
        CloudRequest one = CloudRequest.Of(start[0], start[1], headers, new MemoryStream(bytes), call.Cancellation);
        return call.Emulator.AnswerAsync(one);
    }

    /// <summary>Takes headers and what follows the empty line behind them apart.</summary>
    private static (IHeaderDictionary Headers, string Body) Split(string text)
    {
        HeaderDictionary headers = [];
        while (text.Length > 0)
        {
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            string line = end < 0 ? text : text[..end];
            text = end < 0 ? "" : text[(end + 1)..];
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                break;
            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return (headers, text);
    }

    private static void Append(StringBuilder answers, string boundary, string id, CloudAnswer answer, byte[] body)
    {
        answers.Append("--").Append(boundary).Append("\r\nContent-Type: application/http\r\n");
        if (id.Length > 0)
            answers.Append("Content-ID: ").Append(id.Replace("<", "<response-", StringComparison.Ordinal)).Append("\r\n");
        answers.Append("\r\nHTTP/1.1 ").Append(answer.Status).Append(' ').Append(ReasonPhrases.GetReasonPhrase(answer.Status)).Append(
            "\r\n");
        foreach ((string name, string value) in answer.Headers)
            answers.Append(name).Append(": ").Append(HeaderText.Safe(value)).Append("\r\n");
        answers.Append("Content-Length: ").Append(body.Length).Append("\r\n\r\n").Append(Encoding.UTF8.GetString(body)).Append("\r\n");
    }
}
