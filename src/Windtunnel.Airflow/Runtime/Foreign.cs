namespace Windtunnel.Airflow;

/// <summary>Asks an author's object for text. Such code may throw anything, or answer null.</summary>
internal static class Foreign
{
    public static string Text(Func<string?> ask)
    {
        try
        {
            return ask() ?? "";
        }
        catch (Exception e)
        {
            return $"(its text could not be made: {e.GetType().Name})";
        }
    }
}
