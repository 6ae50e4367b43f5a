using Windtunnel.Reference.EndToEnd;

namespace Windtunnel.Reference;

/// <summary>All reference DAGs, in the order of the catalogue.</summary>
public static class ReferenceDags
{
    public static IReadOnlyList<Dag> All { get; } =
    [
        FlightsEtl.Create(),
        DelayRouting.Create(),
    ];
}
