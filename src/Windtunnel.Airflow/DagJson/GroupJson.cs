using System.Text.Json;

namespace Windtunnel.Airflow;

/// <summary>The tree of groups, in which every task stands once.</summary>
internal static class GroupJson
{
    public static void Write(Utf8JsonWriter json, TaskScope scope)
    {
        var group = scope as TaskGroup;
        json.WriteStartObject();
        json.WriteString("_group_id", group?.LocalId);
        json.WriteString("group_display_name", "");
        json.WriteBoolean("prefix_group_id", true);
        json.WriteString("tooltip", "");
        json.WriteString("ui_color", "CornflowerBlue");
        json.WriteString("ui_fgcolor", "#000");
        WriteChildren(json, scope);
        DagJson.Texts(json, "upstream_group_ids", Ids(group?.UpstreamNodes.OfType<TaskGroup>().Select(other => other.Id)));
        DagJson.Texts(json, "downstream_group_ids", Ids(group?.DownstreamNodes.OfType<TaskGroup>().Select(other => other.Id)));
        DagJson.Texts(json, "upstream_task_ids", Ids(group?.UpstreamNodes.OfType<TaskRef>()
            .Concat(group.Mapping?.Sources ?? []).Select(task => task.Id)));
        DagJson.Texts(json, "downstream_task_ids", Ids(group?.DownstreamNodes.OfType<TaskRef>().Select(task => task.Id)));
        if (group?.Mapping is { } mapping)
        {
            json.WriteBoolean("is_mapped", true);
            json.WritePropertyName("expand_input");
            MappingJson.Write(json, mapping);
        }

        json.WriteEndObject();
    }

    private static IEnumerable<string> Ids(IEnumerable<string>? ids) => (ids ?? []).Distinct().Order(StringComparer.Ordinal);

    private static void WriteChildren(Utf8JsonWriter json, TaskScope scope)
    {
        json.WriteStartObject("children");
        foreach (TaskRef task in scope.OwnTasks)
        {
            json.WriteStartArray(task.Id);
            json.WriteStringValue("operator");
            json.WriteStringValue(task.Id);
            json.WriteEndArray();
        }

        foreach (TaskGroup group in scope.OwnGroups)
        {
            json.WriteStartArray(group.Id);
            json.WriteStringValue("taskgroup");
            Write(json, group);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
