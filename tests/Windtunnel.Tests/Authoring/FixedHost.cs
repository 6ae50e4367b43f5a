using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Windtunnel.Tests.Authoring;

/// <summary>A host that holds results and nothing else.</summary>
internal sealed class FixedHost(params (string Task, string[] Json)[] results) : TaskHost
{
    public override JsonSerializerOptions Json { get; } = XComJson.OptionsFor(null);

    public override TimeProvider Time => throw new NotSupportedException();

    public override ILogger Logger => throw new NotSupportedException();

    public override Random Random => throw new NotSupportedException();

    public override IReadOnlyList<AssetEvent> TriggeringEvents => throw new NotSupportedException();

    /// <summary>What <see cref="ItemIndex"/> answers, whatever the mapping.</summary>
    public int Index { get; init; }

    public static TaskContext ContextOf(params (string Task, string[] Json)[] results) => ContextOf(0, results);

    public static TaskContext ContextOf(int index, params (string Task, string[] Json)[] results)
    {
        RunInfo run = new() { DagId = "d", RunId = "r", Type = RunType.Manual, RunAfter = default };
        return new(new FixedHost(results) { Index = index }, new Dag("d").Empty("reader"), run, index, 1, 0, CancellationToken.None);
    }

    public override XComValue? ReadResult(TaskRef source) => ReadResults(source) is [var only, ..] ? only : null;

    public override IReadOnlyList<XComValue> ReadResults(TaskRef source) =>
        [.. results.Where(result => result.Task == source.Id).SelectMany(result => result.Json).Select(Value)];

    public override int ItemIndex(Mapping mapping) => Index;

    public override int? MapLength(TaskRef source) => source.IsMapped ? ReadResults(source).Count : ReadResult(source)?.Length;

    public override XComValue? Pull(string taskId, int mapIndex, string key) => throw new NotSupportedException();

    public override IReadOnlyList<XComValue> PullAll(string taskId, string key) => throw new NotSupportedException();

    public override void Push(string key, XComValue value) => throw new NotSupportedException();

    public override string? Variable(string key) => throw new NotSupportedException();

    public override void SetVariable(string key, string value) => throw new NotSupportedException();

    public override void DeleteVariable(string key) => throw new NotSupportedException();

    public override KeptValues TaskState => throw new NotSupportedException();

    public override KeptValues StateOf(Asset asset) => throw new NotSupportedException();

    public override string TriggerDag(string dagId, DagRunRequest request) => throw new NotSupportedException();

    public override RunState? StateOfRun(string dagId, string runId) => throw new NotSupportedException();

    public override void Label(string label) => throw new NotSupportedException();

    public override Connection? Connection(string id) => throw new NotSupportedException();

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => throw new NotSupportedException();

    public override void Count(string name, long value) => throw new NotSupportedException();

    public override void MaskSecret(string secret) => throw new NotSupportedException();

    public override void Announce(Asset asset, AssetAlias? through, string? extraJson, string? partitionKey) =>
        throw new NotSupportedException();

    public override IReadOnlyList<AssetEvent> EventsOf(Asset inlet) => throw new NotSupportedException();

    private static XComValue Value(string json) => new(Encoding.UTF8.GetBytes(json));
}
