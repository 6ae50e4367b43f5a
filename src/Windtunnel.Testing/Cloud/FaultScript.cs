namespace Windtunnel.Testing.Cloud;

/// <summary>The faults that a test scripted, and which of them were experienced.</summary>
internal sealed class FaultScript
{
    private readonly Lock _access = new();
    private readonly List<Planned> _planned = [];

    /// <summary>What is left over, one sentence for each fault.</summary>
    public IReadOnlyList<string> Unused
    {
        get
        {
            lock (_access)
            {
                return
                [
                    .. from planned in _planned
                       where planned.Left > 0
                       select $"Fault '{planned.Fault}' of {planned.Operation} was experienced by {planned.Fault.Times - planned.Left} "
                           + $"of {planned.Fault.Times} calls.",
                ];
            }
        }
    }

    public void Plan(string operation, CloudFault fault)
    {
        lock (_access)
            _planned.Add(new(operation, fault));
    }

    /// <summary>The first fault that is left for a call; it counts as experienced.</summary>
    public CloudFault? Take(CloudOperation operation)
    {
        lock (_access)
        {
            Planned? planned = _planned.Find(planned => planned.Meets(operation));
            if (planned is null)
                return null;
            planned.Left--;
            return planned.Fault;
        }
    }

    private sealed class Planned(string operation, CloudFault fault)
    {
        public string Operation => operation;

        public CloudFault Fault => fault;

        public int Left { get; set; } = fault.Times;

        public bool Meets(CloudOperation call) => Left > 0
            && call.Name == operation
            && (fault.ResourcePrefix is null || call.Resource.StartsWith(fault.ResourcePrefix, StringComparison.Ordinal));
    }
}
