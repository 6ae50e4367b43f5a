using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>What a request is answered with.</summary>
/// <param name="Body">Null: no more than that it was done.</param>
/// <param name="Error">Why it was not; null when it was.</param>
internal readonly record struct Reply(Message? Body, ErrorResponse? Error = null)
{
    /// <summary>It was done, and there is nothing to say.</summary>
    public static Reply Done => default;

    /// <summary>Something that may be absent is.</summary>
    public static Reply Absent(string code) => new(new ErrorResponse { Error = code });

    /// <summary>As when something between the supervisor and the server goes wrong.</summary>
    public static Reply Failed(Exception e) => new(null, new ErrorResponse
    {
        Error = "API_SERVER_ERROR",
        Detail = JsonText.Of(
            $$"""{"status_code":null,"message":{{ParamValue.Of(e.Message).Json}},"exception_type":"{{e.GetType().Name}}"}"""),
    });

    /// <summary>As when Airflow's API server refuses a request.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="reason">What its answer says.</param>
    public static Reply Refused(int status, string reason) => new(null, new ErrorResponse
    {
        Error = "API_SERVER_ERROR",
        Detail = JsonText.Of($$"""{"status_code":{{status}},"message":{{ParamValue.Of(reason).Json}},"detail":null}"""),
    });
}
