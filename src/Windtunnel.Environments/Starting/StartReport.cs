using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>How one service came up.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Provider">What brought it up.</param>
/// <param name="Reasons">Why the providers before it did not.</param>
/// <param name="Version">What it is; null where it does not tell.</param>
/// <param name="Begun">When its dependencies were ready, since the environment's start.</param>
/// <param name="Ready">When it was ready, since the environment's start.</param>
public sealed record ServiceStart(
    string Service, ProviderKind Provider, ImmutableArray<string> Reasons, string? Version, TimeSpan Begun, TimeSpan Ready)
{
    /// <summary>Whether an earlier run started it and it was kept.</summary>
    public bool IsWarm { get; init; }
}

/// <summary>How an environment came up.</summary>
/// <param name="Services">In the order in which they were ready.</param>
/// <param name="CriticalPath">The services that decided how long it took, the first one first: each was awaited by the next.</param>
public sealed record StartReport(ImmutableArray<ServiceStart> Services, ImmutableArray<string> CriticalPath)
{
    /// <summary>From the start until the last service was ready.</summary>
    public TimeSpan Elapsed => Services.Length == 0 ? TimeSpan.Zero : Services[^1].Ready;

    /// <summary>What a run stands on by these services: <c>service.NAME.version</c> and <c>service.NAME.provider</c> of each.</summary>
    public Fingerprint Facts => Services.Aggregate(Fingerprint.Empty, (facts, service) => facts
        .With($"service.{service.Service}.version", service.Version)
        .With($"service.{service.Service}.provider", service.Provider.ToString().ToLowerInvariant()));

    internal static StartReport Of(IEnumerable<ServiceStart> starts, Func<string, IReadOnlyCollection<string>> dependenciesOf)
    {
        ImmutableArray<ServiceStart> ordered = [.. starts.OrderBy(start => start.Ready)];
        var byName = ordered.ToDictionary(start => start.Service, StringComparer.Ordinal);
        var path = new Stack<string>();
        for (ServiceStart? step = ordered.LastOrDefault(); step is not null;
             step = dependenciesOf(step.Service).Select(name => byName[name]).MaxBy(start => start.Ready))
        {
            path.Push(step.Service);
        }

        return new(ordered, [.. path]);
    }

    /// <summary>The same with a reason why something was not done, told with the first service.</summary>
    internal StartReport Because(string reason) => Services.IsEmpty
        ? this
        : this with { Services = Services.SetItem(0, Services[0] with { Reasons = Services[0].Reasons.Insert(0, reason) }) };

    /// <summary>The same after other services were ready.</summary>
    internal StartReport After(ImmutableArray<ServiceStart> others)
    {
        TimeSpan before = others.Max(start => start.Ready);
        return new(
            [.. others.OrderBy(start => start.Ready), .. Services.Select(start => start with
            {
                Begun = before + start.Begun,
                Ready = before + start.Ready,
            })],
            [others.MaxBy(start => start.Ready)!.Service, .. CriticalPath]);
    }

    /// <summary>One line per service, and the critical path.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (ServiceStart start in Services)
        {
            text.Append(CultureInfo.InvariantCulture, $"{start.Service}: {start.Provider.ToString().ToLowerInvariant()}");
            text.Append(start.Version is null ? "" : $", {start.Version}");
            text.Append(start.IsWarm ? ", kept warm" : "");
            text.AppendLine(CultureInfo.InvariantCulture, $", ready after {(start.Ready - start.Begun).TotalMilliseconds:F0} ms");
            foreach (string reason in start.Reasons)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  not {reason}");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"Up after {Elapsed.TotalMilliseconds:F0} ms: {string.Join(" > ", CriticalPath)}");
        return text.ToString();
    }
}
