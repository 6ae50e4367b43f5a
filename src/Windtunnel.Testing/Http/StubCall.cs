namespace Windtunnel.Testing;

/// <summary>A request that a stub received, and what became of it.</summary>
/// <param name="Number">Counts from 1 in the order in which the stub received them.</param>
/// <param name="Request">With everything it held, secrets too: keep it out of logs.</param>
/// <param name="Rule">Method and path of the rule that answered, e.g. <c>GET /flights/{id}</c>; null when none expected the call.</param>
/// <param name="Status">The status of the answer that was scripted, also where a fault kept it from the client.</param>
public sealed record StubCall(int Number, StubRequest Request, string? Rule, int Status)
{
    /// <summary>Method and path only: the rest may be secret.</summary>
    public override string ToString() => Request.ToString();
}
