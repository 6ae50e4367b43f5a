using System.Text.Json;
using Windtunnel.Assets;

namespace Windtunnel.Airflow;

/// <summary>Assets, as a task's inlets and outlets and as conditions of a schedule.</summary>
internal static class AssetJson
{
    public static void WriteList(Utf8JsonWriter json, string name, IEnumerable<AssetExpression> assets)
    {
        json.WriteStartArray(name);
        foreach (AssetExpression asset in assets)
        {
            DagJson.Wrap(json, TypeOf(asset), () =>
            {
                json.WriteStartObject();
                WriteFields(json, asset);
                json.WriteEndObject();
            });
        }

        json.WriteEndArray();
    }

    /// <summary>Without a wrapper: the type stands beside the fields.</summary>
    public static void WriteCondition(Utf8JsonWriter json, AssetExpression condition)
    {
        json.WriteStartObject();
        json.WriteString("__type", TypeOf(condition));
        if (condition is AssetCombination several)
        {
            json.WriteStartArray("objects");
            foreach (AssetExpression part in several.Parts)
            {
                WriteCondition(json, part);
            }

            json.WriteEndArray();
        }
        else
        {
            WriteFields(json, condition);
        }

        json.WriteEndObject();
    }

    private static string TypeOf(AssetExpression asset) => asset switch
    {
        Asset => "asset",
        AssetAlias => "asset_alias",
        AssetRef => "asset_ref",
        AssetCombination { NeedsAll: true } => "asset_all",
        AssetCombination => "asset_any",
        _ => throw new InvalidOperationException($"The asset expression '{asset}' is not known."),
    };

    private static void WriteFields(Utf8JsonWriter json, AssetExpression asset)
    {
        switch (asset)
        {
            case Asset it:
                json.WriteString("name", it.Name);
                json.WriteString("uri", it.Uri);
                json.WriteString("group", it.Group);
                json.WritePropertyName("extra");
                json.WriteRawValue(it.Extra?.ToJsonString() ?? "{}");
                break;
            case AssetAlias alias:
                json.WriteString("name", alias.Name);
                json.WriteString("group", alias.Group);
                break;
            case AssetRef { Name: { } name }:
                json.WriteString("name", name);
                break;
            case AssetRef byUri:
                json.WriteString("uri", byUri.Uri);
                break;
        }
    }
}
