namespace Windtunnel.Environments.Tests;

[Collection("alone")]
public sealed class FullDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), $"windtunnel-initdb-{Path.GetRandomFileName()}")).FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(PostgresInstallation.Variable, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Disk_ThatIsFullWhenAClusterIsMade_IsTheLikelyCause()
    {
        foreach (string program in new[] { "initdb", "postgres" })
        {
            ShellScript.Write(_folder, program, "echo 'could not write to file: No space left on device' >&2; exit 1");
        }

        Environment.SetEnvironmentVariable(PostgresInstallation.Variable, _folder);
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse"));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.StartsWith("Service 'warehouse' (native) could not be started: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("Likely cause: The disk is full. Make room", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_ThatHangsWhenAClusterIsMade_IsEndedWithItsOutputTold()
    {
        foreach (string program in new[] { "initdb", "postgres" })
        {
            ShellScript.Write(_folder, program, "echo waiting for godot; exec sleep 1000");
        }

        Environment.SetEnvironmentVariable(PostgresInstallation.Variable, _folder);
        PostgresServer slow = Service.Postgres("warehouse") with { ReadyWithin = TimeSpan.FromSeconds(2) };
        await using var environment = new TestEnvironment().Add(slow);

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.StartsWith("Service 'warehouse' (native) could not be started: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(" had not ended after 2.0 s: waiting for godot", e.Message, StringComparison.Ordinal);
    }
}
