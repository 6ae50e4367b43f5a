using System.Text;
using System.Text.Json;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Testing.Supervisor;

namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>Log lines as Airflow's supervisor took them, recorded with one.</summary>
public sealed class LogRecordTests
{
    private static readonly JsonElement[] All =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "frames", "log-lines.jsonl")).Select(line => JsonElement.Parse(line)),
    ];

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Line_ThatWasRecorded_IsTakenAsAirflowTookIt(int index)
    {
        JsonElement recorded = All[index];
        byte[] line = recorded.TryGetProperty("line", out JsonElement text)
            ? Encoding.UTF8.GetBytes(text.GetString()!)
            : Convert.FromHexString(recorded.GetProperty("hex").GetString()!);

        Assert.Equal(Outcome(recorded), Outcome(line));
    }

    private static string Outcome(JsonElement recorded) => recorded.GetProperty("outcome").GetString()! switch
    {
        "written" => $"{Text(recorded, "level")} {Text(recorded, "logger")}: {Text(recorded, "event")}",
        "dropped" => "dropped",
        _ => "stops the supervisor",
    };

    private static string Text(JsonElement recorded, string field) => recorded.GetProperty("recorded").GetProperty(field).ToString();

    private static string Outcome(byte[] line)
    {
        try
        {
            return LogRecord.Read(line) is { } read ? $"{read.Level} {read.Logger}: {read.Event}" : "dropped";
        }
        catch (ProtocolException)
        {
            return "stops the supervisor";
        }
    }
}
