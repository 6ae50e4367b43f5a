using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>All that a kept environment is made of, by name: when one of them is another, the environment would be.</summary>
internal static class WarmInputs
{
    public static async Task<ImmutableSortedDictionary<string, string>> OfAsync(
        IEnumerable<(Server Service, Provider Provider)> kept, CancellationToken cancellation)
    {
        var inputs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        inputs["windtunnel"] = typeof(WarmInputs).Module.ModuleVersionId.ToString();
        inputs["system"] = $"{RuntimeInformation.OSDescription}, user {Environment.UserName}";
        foreach ((Server service, Provider provider) in kept)
        {
            inputs[$"{service.Name}: kind"] = $"{service.GetType().Name}, {provider.Kind}";
            await foreach ((string name, string value) in provider.InputsAsync(cancellation).ConfigureAwait(false))
            {
                inputs[$"{service.Name}: {name}"] = value;
            }

            await foreach ((string name, string value) in service.InputsAsync(cancellation).ConfigureAwait(false))
            {
                inputs[$"{service.Name}: {name}"] = value;
            }
        }

        return inputs.ToImmutable();
    }

    public static string Digest(string text) => Short(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static async Task<string> DigestOfFileAsync(string path, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(path);
        return Short(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }

    private static string Short(byte[] digest) => Convert.ToHexStringLower(digest)[..16];
}
