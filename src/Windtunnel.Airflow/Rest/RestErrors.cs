using System.Net;
using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

/// <summary>Says what a refusal means. Of the body only what the server says is taken, never what it repeats of the request: a 422 holds
/// the request's passwords.</summary>
internal static class RestErrors
{
    private const int LongestText = 300;

    public static AirflowException Refused(Uri server, RestCall call, HttpResponseMessage response, string body, SecretMask mask)
    {
        int status = (int)response.StatusCode;
        string? mediaType = response.Content.Headers.ContentType?.MediaType;
        string said = Said(body, mediaType);
        string answer = said.Length == 0 ? $"{status}." : $"{status}: {said}";
        string next = Next(response.StatusCode, body, mediaType);
        return new(mask.Apply($"{call} at {server} was answered with {answer} {next}".TrimEnd()), response.StatusCode)
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    public static AirflowException Unreachable(Uri server, RestCall call, Exception e, SecretMask mask) => new(
        mask.Apply($"{call} got no answer from {server}: {Sentence(e.Message)} ")
        + "Check the address, and that the API server (airflow api-server) runs there.",
        inner: e)
    {
        Fate = e is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError,
        }
            ? CallFate.NotSent
            : CallFate.Unknown,
    };

    public static AirflowException Silent(Uri server, RestCall call, TimeSpan limit, bool isLast) => new(
        $"{call} at {server} was not answered within {Duration.Text(limit)}. " + (isLast
            ? "The calls before were not answered either, so it is not repeated. An API server that got too many calls at once may "
            + "hang for good: look at its log and restart it."
            : "Look at the load and the log of the API server, or allow more time."))
    {
        Fate = CallFate.Unknown,
    };

    public static AirflowException TooLong(Uri server, RestCall call, long most) => new(
        $"{call} at {server} was answered with more than {most} bytes, the rest of which was not read. "
        + "Let the task log less, or hand on a path or an address instead of the data.");

    public static AirflowException Unreadable(Uri server, RestCall call, string found, Exception? inner = null) => new(
        $"{call} at {server} was answered with something that is not Airflow's: {found.TrimEnd('.')}. "
        + "Check that the address is that of an Airflow 3.3 or later, with its path if it has one.",
        inner: inner);

    /// <summary>What the server says went wrong, in a sentence; empty when it says nothing.</summary>
    public static string Said(string body, string? mediaType)
    {
        if (mediaType is "text/html")
        {
            return "a web page.";
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Sentence(Detail(document.RootElement));
        }
        catch (JsonException)
        {
            return Sentence(body);
        }
    }

    private static string Detail(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Object)
        {
            return body.TryGetProperty("detail", out JsonElement detail) ? Text(detail)
                : body.TryGetProperty("error", out JsonElement error) ? Text(error)
                : "";
        }

        return Text(body);
    }

    private static string Text(JsonElement detail) => detail.ValueKind switch
    {
        JsonValueKind.String => detail.GetString()!,
        JsonValueKind.Array => string.Join("; ", detail.EnumerateArray().Take(5).Select(Text)),
        JsonValueKind.Object when detail.TryGetProperty("msg", out JsonElement message) => $"{Location(detail)}{Text(message)}",
        JsonValueKind.Object when detail.TryGetProperty("reason", out JsonElement reason) =>
            detail.TryGetProperty("message", out JsonElement message) ? $"{Text(reason)}: {Text(message)}" : Text(reason),
        _ => "",
    };

    private static string Location(JsonElement detail) =>
        detail.TryGetProperty("loc", out JsonElement location) && location.ValueKind == JsonValueKind.Array
            ? $"{string.Join('.', location.EnumerateArray().Select(part => part.ToString()))}: "
            : "";

    // Only the first line: after it comes the schema of a param, or what pydantic repeats of the request.
    private static string Sentence(string text)
    {
        string line = text.AsSpan().Trim().IndexOf('\n') is var end and >= 0 ? text.Trim()[..end].Trim() : text.Trim();
        line = line.Length <= LongestText ? line : $"{line[..LongestText]}...";
        return line.Length == 0 || line[^1] is '.' or '!' or '?' ? line : $"{line}.";
    }

    private static string Next(HttpStatusCode status, string body, string? mediaType) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when !body.Contains("Forbidden", StringComparison.Ordinal) =>
            "Check the user and the password, or take a new token.",
        HttpStatusCode.Forbidden => "Take a user whose role allows the call.",
        HttpStatusCode.NotFound when body.Contains("\"error\"", StringComparison.Ordinal) || mediaType is "text/html" =>
            "Check the address: Windtunnel needs the API of Airflow 3.3 or later.",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => "Give the address to which it redirects.",
        >= HttpStatusCode.InternalServerError => "The log of the API server says more.",
        _ => "",
    };
}
