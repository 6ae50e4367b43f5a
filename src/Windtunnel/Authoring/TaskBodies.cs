namespace Windtunnel;

/// <summary>Bodies without a result, as the engine calls them.</summary>
internal static class TaskBodies
{
    public static ValueTask<object?> Run(Action body)
    {
        body();
        return default;
    }

    public static async ValueTask<object?> Run(Task body)
    {
        await body;
        return null;
    }
}
