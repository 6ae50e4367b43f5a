namespace Windtunnel.Cloud.Tests;

/// <summary>A directory in place of object storage, and keys that would like to leave it.</summary>
public sealed class FolderStoreTests : IDisposable
{
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("windtunnel-folder-");
    private readonly ObjectStore _store;

    public FolderStoreTests() => _store = Connection.ToPath("store", _outside.CreateSubdirectory("root").FullName).Objects();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _outside.Delete(recursive: true);

    [Theory]
    [InlineData("../../escaped")]
    [InlineData("/etc/escaped")]
    [InlineData("a/../../../escaped")]
    [InlineData("..")]
    [InlineData("nul\0byte")]
    [InlineData("C:\\escaped")]
    [InlineData("a.part")]
    [InlineData("✈/ü")]
    public async Task Key_ThatLooksLikeAPath_IsJustAName(string key)
    {
        await _store.PutTextAsync("flights", key, "x", Cancellation);

        Assert.Equal("x", await _store.ReadTextAsync("flights", key, Cancellation));
        Assert.Equal([key], (await _store.ListAsync("flights", cancellation: Cancellation)).Select(item => item.Key));
        Assert.Equal(["root"], _outside.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public async Task Key_LongerThanANameOfAFile_IsRefusedWithTheReason()
    {
        var refused = await Assert.ThrowsAsync<PathTooLongException>(
            () => _store.PutTextAsync("flights", new string('k', 300), "x", Cancellation));

        Assert.Contains("takes 301 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_ThatIsNoText_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _store.PutTextAsync("flights", "", "x", Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => _store.PutTextAsync("flights", $"half{'\uD83D'}", "x", Cancellation));
    }

    [Theory]
    [InlineData("_flights")]
    [InlineData("_flights/_k")]
    [InlineData("_flights/part_k")]
    public async Task Link_ThatLeadsOutside_IsNotFollowed(string link)
    {
        string path = Path.Combine(_outside.FullName, "root", link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, Path.Combine(_outside.FullName, "secret"));

        var refused = await Assert.ThrowsAsync<IOException>(() => _store.PutTextAsync("flights", "k", "x", Cancellation));

        Assert.Contains("is a symbolic link", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_outside.FullName, "secret")));
    }
}
