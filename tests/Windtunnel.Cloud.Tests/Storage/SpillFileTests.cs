using Windtunnel.Testing.Cloud;

namespace Windtunnel.Cloud.Tests.Storage;

public sealed class SpillFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task File_ThatIsInUse_HasNoNameThatAKilledProcessCouldLeave()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes the file when the process ends.");
        byte[] read = new byte[2];
        SpillFile file = new(_folder.FullName);

        await file.WriteAsync(5, new byte[] { 4, 2 }, TestContext.Current.CancellationToken);
        await file.ReadAsync(5, read, TestContext.Current.CancellationToken);

        Assert.Equal([4, 2], read);
        Assert.Empty(_folder.GetFiles());
    }
}
