using System.Collections.Immutable;
using Windtunnel.Airflow;

namespace Windtunnel.Cli.Packing;

/// <summary>The stubs of several DAGs.</summary>
/// <param name="Files">Of those that have one.</param>
/// <param name="Refusals">Why the others have none, with what to do instead.</param>
internal sealed record StubSet(ImmutableArray<StubFile> Files, ImmutableArray<string> Refusals)
{
    public static StubSet Of(IEnumerable<BundledDag> dags, StubOptions options)
    {
        ImmutableArray<StubFile>.Builder files = ImmutableArray.CreateBuilder<StubFile>();
        ImmutableArray<string>.Builder refusals = ImmutableArray.CreateBuilder<string>();
        foreach (BundledDag bundled in dags)
        {
            try
            {
                files.Add(StubExport.Of(bundled.Dag ?? throw bundled.Error!, options));
            }
            catch (Exception e) when (e is StubException or BundleException)
            {
                refusals.Add(e.Message);
            }
        }

        return new(files.ToImmutable(), refusals.ToImmutable());
    }
}
