using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>What links a DAG with others: the runs it triggers, the assets it announces, those it waits for.</summary>
internal static class DependencyJson
{
    public static void Write(Utf8JsonWriter json, Dag dag)
    {
        IEnumerable<Dependency> found =
        [
            .. dag.Tasks.Where(task => task.Definition.TriggersDag is not null)
                .Select(task => new Dependency(dag.Id, task.Definition.TriggersDag!, task.Id, "trigger", task.Id)),
            .. dag.Tasks.SelectMany(task => task.Spec.Outlets).Select(asset => Of(asset, (kind, name, id) =>
                new Dependency(dag.Id, kind, name, kind, id))),
            .. dag.Tasks.SelectMany(task => task.Spec.OutletAliases).Select(alias => Of(alias, (kind, name, id) =>
                new Dependency(dag.Id, kind, name, kind, id))),
            .. (dag.Schedule?.Assets?.Leaves ?? []).Select(asset => Of(asset, (kind, name, id) =>
                new Dependency(kind, dag.Id, name, kind, id))),
        ];
        json.WriteStartArray();
        foreach (Dependency dependency in found.Distinct().Order())
        {
            json.WriteStartObject();
            json.WriteString("source", dependency.Source);
            json.WriteString("target", dependency.Target);
            json.WriteString("label", dependency.Label);
            json.WriteString("dependency_type", dependency.Type);
            json.WriteString("dependency_id", dependency.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Dependency Of(AssetExpression asset, Func<string, string, string, Dependency> make) => asset switch
    {
        Asset it => make("asset", it.Name, $"{{\"name\": {ParamValue.Of(it.Name).Json}, \"uri\": {ParamValue.Of(it.Uri).Json}}}"),
        AssetAlias alias => make("asset-alias", alias.Name, alias.Name),
        AssetRef { Name: { } name } => make("asset-name-ref", name, name),
        AssetRef byUri => make("asset-uri-ref", byUri.Uri!, byUri.Uri!),
        _ => throw new InvalidOperationException($"The asset expression '{asset}' is no leaf."),
    };

    private sealed record Dependency(string Source, string Target, string Label, string Type, string Id) : IComparable<Dependency>
    {
        public int CompareTo(Dependency? other) => string.CompareOrdinal(Key(this), Key(other!));

        private static string Key(Dependency it) => string.Join('\0', it.Source, it.Target, it.Label, it.Type, it.Id);
    }
}
