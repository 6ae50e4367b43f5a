namespace Windtunnel.Environments.Tests;

/// <summary>Programs that tests write.</summary>
internal static class ShellScript
{
    /// <returns>Its path.</returns>
    public static string Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        return path;
    }
}
