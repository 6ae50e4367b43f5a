namespace Windtunnel.Testing.Conformance;

/// <summary>Reads the trigger rules of recordings.</summary>
internal static class RuleNames
{
    /// <exception cref="InvalidDataException">The recording names a rule that Airflow does not have.</exception>
    public static TriggerRule Parse(string name)
    {
        try
        {
            return TriggerRules.Parse(name);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}
