namespace Windtunnel;

/// <summary>What happened when a DAG ran: derived from its journal, and from nothing else.</summary>
public sealed class Run
{
    internal Run(Journal journal) => Journal = journal;

    public Journal Journal { get; }
}
