using System.Text;

namespace Windtunnel.Cloud.Tests.Replay;

/// <summary>What an emulator answered in a replay.</summary>
internal sealed record Answered(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) =>
        Headers.Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)
            .FirstOrDefault();
}
