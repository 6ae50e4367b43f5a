namespace Windtunnel.Environments;

/// <summary>Files that only their owner may read.</summary>
internal static class SecretFile
{
    /// <exception cref="IOException">There is a file of that name already.</exception>
    public static async Task WriteAsync(string path, string secret, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(secret.AsMemory(), cancellation).ConfigureAwait(false);
    }
}
