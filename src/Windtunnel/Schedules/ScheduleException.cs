namespace Windtunnel;

/// <summary>A schedule that Airflow would refuse when it parses the DAG: a bad cron text, a delta that does not advance.</summary>
public sealed class ScheduleException : FormatException
{
    public ScheduleException(string message) : base(message)
    {
    }

    public ScheduleException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
