using System.Text.Json;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Gcs;

/// <summary>Google's own client, which is there for Node.</summary>
public sealed class GcsNodeClientTests
{
    [Fact]
    public async Task NodeClient_DoingWhatItCan_FindsAServiceThatAnswersAsGoogle()
    {
        string installed = NodeProgram.Require("gcs");
        await using GcsEmulator gcs = Emulator.Gcs();
        Dictionary<string, string> seen =
            await NodeProgram.DriveAsync(installed, "gcs.mjs", gcs.Endpoint.GetLeftPart(UriPartial.Authority), gcs.ServiceAccountKey);

        Assert.Equal("\"flights\"", seen["create"]);
        Assert.Equal("\"hello world\"", seen["download"]);
        Assert.Equal("\"wor\"", seen["range"]);
        Assert.Equal("600000", seen["bigSize"]);
        Assert.Equal("[\"text/x\",\"v\",\"11\",\"1\"]", seen["metadata"]);
        Assert.Equal("\"2\"", seen["setMetadata"]);
        Assert.Equal("[true,false]", seen["exists"]);
        Assert.Equal("404", seen["missing"]);
        Assert.Equal("412", seen["onlyNew"]);
        Assert.Equal(["a/ü 1.txt", "b.txt", "big", "empty"], JsonSerializer.Deserialize<string[]>(seen["list"])!);
        Assert.Equal(["a/ü 1.txt", "b.txt"], JsonDocument.Parse(seen["paged"]).RootElement[0].EnumerateArray()
            .Select(name => name.GetString()!));
        Assert.Equal("[\"a/\"]", seen["prefixes"]);
        Assert.Equal("\"bb\"", seen["combined"]);
        Assert.Equal("[200,\"bb\"]", seen["signed"]);
        Assert.Equal("409", seen["notEmpty"]);
        foreach (string step in new[] { "save", "simple", "empty", "chunks", "copy", "combine", "move", "deleteFiles", "delete" })
            Assert.Equal("null", seen[step]);
        Assert.Empty(gcs.UnsupportedCalls);
    }
}
