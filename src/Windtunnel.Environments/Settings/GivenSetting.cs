namespace Windtunnel.Environments;

/// <summary>What one layer says of one setting.</summary>
/// <param name="Kind">How it reaches the tasks.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Text">Its value.</param>
/// <param name="Origin">Where that stands.</param>
/// <param name="IsSecret">Whether all of it was given as a secret.</param>
internal sealed record GivenSetting(SettingKind Kind, string Name, string Text, string Origin, bool IsSecret = false);

/// <summary>What a layer gives, and what is wrong with the rest of it.</summary>
internal sealed record SettingsLayer(IReadOnlyList<GivenSetting> Given, IReadOnlyList<string> Problems);
