using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>The one stint that a probe runs.</summary>
internal sealed class ProbeStint : Stint, IBodyStint
{
    private readonly ProbeRun _run;

    public ProbeStint(ProbeRun run, EngineScheduler scheduler)
        : base(scheduler)
    {
        _run = run;
        Context = new(
            new ProbeHost(run, this), run.Task, run.Info, run.Place.MapIndex, run.Place.Try, run.Task.Spec.Retries ?? 0, Cancellation);
    }

    public TaskContext Context { get; }

    public DateTimeOffset Now => _run.Clock.Now;

    public DateTimeOffset? FirstReschedule => null;

    public bool IsMapSource => !_run.Task.IsMapped && _run.Task.Scope.Dag.Tasks.Any(
        other => ItemIndexes.MappingsOf(other).Any(mapping => mapping.Sources.Contains(_run.Task)));

    public int MaxMapLength => new DeploymentOptions().MaxMapLength;

    /// <summary>Null while the body is under way.</summary>
    public Ending? Ending { get; private set; }

    public async Task RunAsync()
    {
        Ending ending;
        try
        {
            ending = await Bodies.RunAsync(this);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            ending = Endings.Of(e, this);
        }

        End(ending);
    }

    /// <summary>Ends a body that does not end by itself.</summary>
    public void GiveUp(string why)
    {
        End(Endings.Of(new TaskTimeoutException(why), this));
        Abandon();
    }

    private void End(Ending ending)
    {
        if (!IsDone)
        {
            Ending = ending;
            IsDone = true;
        }
    }
}
