using System.Net.Sockets;
using System.Text;

namespace Windtunnel.Environments.Tests.Containers;

[Collection("alone")]
public sealed class EngineAbsenceTests : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Environment.SetEnvironmentVariable(EngineAddress.Variable, null);

    [Fact]
    public async Task Engine_WhoseSocketIsAbsent_IsMissedByName() => Assert.Equal(
        "there is no Docker or Podman: nothing is at /no/such/socket. Install one and start it, or say with DOCKER_HOST where it listens.",
        await WhyNotAsync("unix:///no/such/socket"));

    [Fact]
    public async Task Engine_ThatDoesNotListen_IsToBeStarted()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, "s");
        using var deaf = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        deaf.Bind(new UnixDomainSocketEndPoint(path));

        Assert.Equal(
            $"'{path}' is there, but nobody listens at it. Start the engine: systemctl start docker, or podman system service.",
            await WhyNotAsync($"unix://{path}"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Engine_AtAnAddressOfAnotherKind_IsToldSo() => Assert.Equal(
        "'ssh://host' is neither unix:// nor tcp:// with a port. Set DOCKER_HOST to one of those, or unset it.",
        await WhyNotAsync("ssh://host"));

    [Fact]
    public void Engine_ThatWeMayNotUse_IsCuredByItsGroup() => Assert.StartsWith(
        $"user '{Environment.UserName}' may not use '/var/run/docker.sock'. Add the user to the group 'docker'",
        FoundEngine.Cure(
            new("unix:///var/run/docker.sock"), new HttpRequestException("", new SocketException((int)SocketError.AccessDenied))),
        StringComparison.Ordinal);

    [Fact]
    public void Engine_ThatDoesNotAnswer_IsToBeRestarted() => Assert.Equal(
        "the engine at '/var/run/docker.sock' did not answer within 5 s. Restart it.",
        FoundEngine.Cure(new("unix:///var/run/docker.sock"), new OperationCanceledException()));

    [Fact]
    public async Task Log_WithoutFrames_IsAnError()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("plain text of a terminal"));

        await Assert.ThrowsAsync<IOException>(() => LogStream.ReadAsync(stream, _ => { }, Token));
    }

    private static async Task<string?> WhyNotAsync(string address)
    {
        Environment.SetEnvironmentVariable(EngineAddress.Variable, address);
        return (await FoundEngine.FindAsync(Token)).WhyNot;
    }
}
