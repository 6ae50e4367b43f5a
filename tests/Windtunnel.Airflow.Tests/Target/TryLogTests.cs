using System.Text.Json;
using Windtunnel.Airflow.Target;
using Windtunnel.Airflow.Tests.Rest;

namespace Windtunnel.Airflow.Tests.Target;

/// <summary>What is read from the log of a try.</summary>
public sealed class TryLogTests
{
    [Fact]
    public void Log_OfAPythonTask_TellsItsLinesWithoutTheServersOwn()
    {
        TryLog log = Recorded("logs-json");

        Assert.Equal(
            [("warning", "a warning line"), ("error", "an error line"), ("warning", "two\nlines in one message"), ("error", "caught it"),
                ("error", "printed to stderr")],
            log.Lines.Select(line => (line.Level, line.Message)));
    }

    [Fact]
    public void Log_OfAFailedPythonTry_TellsItsExceptionAndWhereItWasRaised()
    {
        TaskError error = Recorded("logs-first-try-of-two").Error!;

        Assert.Equal(("RuntimeError", "attempt 1 failed on purpose"), (error.Type, error.Message));
        Assert.Contains("at flaky in rest_retry.py:line ", error.Stack, StringComparison.Ordinal);
        Assert.DoesNotContain("/opt/airflow", error.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_OfWhichTheServerReadsNothing_IsEmpty()
    {
        // What Airflow answers when it cannot take the file apart: its lines as they are.
        TryLog log = TryLog.Of([JsonElement.Parse("\"first line\""), JsonElement.Parse("\"second line\"")]);

        Assert.Empty(log.Lines);
    }

    [Fact]
    public void Frame_WithoutALine_IsToldAllTheSame()
    {
        TryLog log = Of("""
            {"timestamp": "2026-01-01T00:00:00Z", "event": "Failed.", "error_detail": [
              {"exc_type": "E", "exc_value": "Away.", "frames": [{"name": "Load", "filename": "Etl.cs"}]}]}
            """);

        Assert.Equal("at Load in Etl.cs:line ?", log.Error!.Stack);
    }

    [Theory]
    [InlineData("error_detail")]
    [InlineData("exception")]
    public void Exception_WithACause_IsTheOuterOne(string key)
    {
        TryLog log = Of($$"""
            {"timestamp": "2026-01-01T00:00:00Z", "event": "Failed.", "level": "error", "{{key}}": [
              {"exc_type": "Orders.BadOrderException", "exc_value": "Order 7.", "is_cause": false, "frames": []},
              {"exc_type": "System.FormatException", "exc_value": "No number.", "is_cause": true, "frames": []}]}
            """);

        Assert.Equal(new TaskError("Orders.BadOrderException", "Order 7."), log.Error);
    }

    [Fact]
    public void Line_OfACount_TellsTheCount() => Assert.Equal(
        ("rows", 3L),
        Of("""{"timestamp": "2026-01-01T00:00:00Z", "event": "Counted rows: 3.", "Counter": "rows", "Value": 3}""").Lines[0].Counted);

    [Theory]
    [InlineData("Connection Retrieved 'orders_api'.", "orders_api")]
    [InlineData("Connection Retrieved 'orders_api' (via task-sdk)", "orders_api")]
    [InlineData("The Connection Retrieved 'orders_api'", null)]
    public void Line_OfAConnection_TellsItsId(string message, string? id) => Assert.Equal(
        id,
        Of($$"""{"timestamp": "2026-01-01T00:00:00Z", "event": "{{message}}"}""").Lines[0].Connection);

    private static TryLog Recorded(string name) =>
        TryLog.Of(RestFixture.Recording(name).Response.GetProperty("content").EnumerateArray());

    private static TryLog Of(string line) => TryLog.Of([JsonElement.Parse(line)]);
}
