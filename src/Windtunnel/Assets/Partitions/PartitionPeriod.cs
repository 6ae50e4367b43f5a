namespace Windtunnel;

/// <summary>A stretch of the calendar that a partition stands for; weeks begin on Monday.</summary>
public enum PartitionPeriod
{
    /// <summary>Made of 60 minutes.</summary>
    Hour,

    /// <summary>Made of 24 hours by the wall clock, also when the clock changes.</summary>
    Day,

    /// <summary>Made of 7 days.</summary>
    Week,

    /// <summary>Made of its days.</summary>
    Month,

    /// <summary>Made of 3 months.</summary>
    Quarter,

    /// <summary>Made of 12 months.</summary>
    Year,
}
