namespace Windtunnel.Assets;

/// <summary>What Airflow accepts as the name or uri of an asset.</summary>
internal static class AssetNames
{
    private const int MaxLength = 1500;

    public static void RequireText(string text, string part)
    {
        ArgumentNullException.ThrowIfNull(text, part);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException($"The {part} of an asset is blank. Give it a visible one.", part);
        }

        if (text.Length > MaxLength)
        {
            throw new ArgumentException(
                $"The asset {part} that begins '{text[..40]}' has {text.Length} characters. Shorten it to {MaxLength}.", part);
        }
    }

    public static void RefuseReserved(string name)
    {
        if (name is "self" or "context")
        {
            throw new ArgumentException($"Airflow reserves the asset name '{name}'. Choose another one.", nameof(name));
        }
    }
}
