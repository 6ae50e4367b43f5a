using System.Collections.Immutable;
using Windtunnel.Cli.Packing;

namespace Windtunnel.Cli.Tests;

public sealed class EntryPointTests
{
    public static Bundle Dags => Bundle.Of();

    [Fact]
    public async Task NativeLibraries_OfAProjectThatHasNone_AreNoErrorWhenItIsPacked()
    {
        using SampleProject folder = new();
        ProjectFacts facts = new(
            folder.At("Orders.csproj"), "Orders", IsExecutable: false, IsNative: false, Windtunnel: "0.1.0", WindtunnelSources: null,
            ImmutableSortedDictionary<string, string>.Empty);

        string project = EntryPoint.Write(facts, typeof(EntryPointTests).GetProperty(nameof(Dags))!);

        (await Tool.StartDotnet(facts.PackingFolder, "msbuild", project, "-nologo", "-t:EmbedNativeLibraries").EndAsync()).ShouldSucceed();
    }
}
