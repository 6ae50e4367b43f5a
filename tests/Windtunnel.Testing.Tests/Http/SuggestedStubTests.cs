using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Windtunnel.Testing.Tests.Http;

public sealed partial class SuggestedStubTests
{
    private const string Canary = "canary-7f3a9";

    public static TheoryData<Func<HttpRequestMessage>> Requests => new(
        () => new(HttpMethod.Get, "/a/b%20c?x=1&y=%22q%22&y=2"),
        () => new(HttpMethod.Delete, "/%7Bid%7D/\u2028"),
        () => new(HttpMethod.Trace, "/"),
        () => new(HttpMethod.Post, "/json") { Content = JsonContent.Create(new { Text = "\"\\\n\u0001ä\u2029", List = new[] { 1.5, 2 } }) },
        () => new(HttpMethod.Put, "/form") { Content = new FormUrlEncodedContent([new("a", "b \"c\""), new("token", Canary)]) },
        () => new(HttpMethod.Get, $"/{Canary}/x?access_token={Canary}&day={Canary}")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Canary) },
        },
        () => new(HttpMethod.Post, "/json")
        {
            Content = JsonContent.Create(new
            {
                password = Canary,
                user = new
                {
                    api_key = Canary,
                    name = "x"
                }
            })
        });

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Suggestion_AddedToTheStub_CompilesAndExpectsTheCallWithoutSecrets(Func<HttpRequestMessage> request)
    {
        await using HttpStub stub = Stub.Http(_ => { }).WithoutSockets();
        Assert.Equal(404, await StatusOf(stub, request()));
        string finding = Failure.Of(stub.Verify);
        Assert.DoesNotContain(Canary, finding, StringComparison.Ordinal);

        await using HttpStub mended = Stub.Http(Compiled(Suggestion().Match(finding).Groups[1].Value)).WithoutSockets();

        Assert.Equal(200, await StatusOf(mended, request()));
        mended.Verify();
    }

    private static async Task<int> StatusOf(HttpStub stub, HttpRequestMessage request)
    {
        using (request)
        {
            using HttpClient client = stub.Client();
            using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }
    }

    private static Action<HttpStub> Compiled(string rule)
    {
        string code = $"using Windtunnel.Testing; public static class Mended {{ public static void Script(HttpStub s) {{ {rule} }} }}";
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            $"mended{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken)],
            platform.Select(file => MetadataReference.CreateFromFile(file)),
            new(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        Assert.Empty(compilation.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken).Diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d}: {rule}"));
        return System.Reflection.Assembly.Load(assembly.ToArray()).GetType("Mended")!
            .GetMethod("Script")!.CreateDelegate<Action<HttpStub>>();
    }

    [GeneratedRegex("To expect it, add: (.*)")]
    private static partial Regex Suggestion();
}
