namespace Windtunnel.Testing;

/// <summary>The stages in front of one connection in one run; the first stands next to the system.</summary>
internal sealed class Route(IReadOnlyList<StageInRun> stages) : ConnectionRoute
{
    public IReadOnlyList<StageInRun> Stages => stages;

    public override T Through<T>(Hook<T> hook, T system, HookOrigin origin)
    {
        foreach (StageInRun stage in stages)
        {
            system = stage.InFrontOf(hook, system, HookCalls.Through(origin, stage.InvokeAsync));
        }

        return system;
    }
}
