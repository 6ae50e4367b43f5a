namespace Windtunnel.Airflow.Protocol;

/// <summary>One unit of the conversation between a runtime and its supervisor.</summary>
/// <param name="Id">Chosen by whoever asks, repeated by whoever answers. Not checked for being used once.</param>
/// <param name="Body">Null in an answer that says no more than that the request was served, and beside an error.</param>
/// <param name="Error">Only in answers: why there is none.</param>
/// <param name="TraceCarrier">Only in requests: W3C trace headers; null without.</param>
internal sealed record Frame(
    long Id, Message? Body, ErrorResponse? Error = null, IReadOnlyDictionary<string, string>? TraceCarrier = null);
