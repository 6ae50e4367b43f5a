using Windtunnel.Testing.Conformance;

namespace Windtunnel.Cli.Json;

internal sealed record ConformanceJson(DisagreementJson[] Disagreements, string[] NotCounted, int Agree, int Counted)
{
    public static ConformanceJson Of(IReadOnlyList<ConformanceRow> rows, int agree, int counted) => new(
        [.. rows.Where(row => row.Agrees == false).Select(row => new DisagreementJson(row.Name, row.Difference!))],
        [.. rows.Where(row => row.Agrees is null).Select(row => row.Name)],
        agree,
        counted);
}

internal sealed record DisagreementJson(string Name, string Difference);
