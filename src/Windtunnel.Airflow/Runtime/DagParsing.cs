using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Answers the question which DAGs the bundle holds. One that cannot be written hinders no other.</summary>
internal static class DagParsing
{
    public static DagFileParsingResult Answer(Func<Bundle> bundle, DagFileParseRequest request)
    {
        List<LazyDeserializedDAG> written = [];
        List<string> errors = [];
        foreach (BundledDag found in LoadAll(bundle))
        {
            try
            {
                written.Add(new() { Data = JsonText.Of(DagJson.Of(found.Dag ?? throw found.Error!, request.File)) });
            }
            catch (Exception e)
            {
                errors.Add(Foreign.Text(() => e.Message));
            }
        }

        return new()
        {
            Fileloc = request.File,
            SerializedDags = written,
            ImportErrors = errors.Count == 0 ? default : ErrorsOf(request.File, string.Join('\n', errors)),
        };
    }

    private static IEnumerable<BundledDag> LoadAll(Func<Bundle> bundle)
    {
        try
        {
            return BundleException.Guard("The bundle", bundle).LoadAll();
        }
        catch (BundleException e)
        {
            return [new("", null, e)];
        }
    }

    private static JsonText ErrorsOf(string file, string text)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString(file, text);
            json.WriteEndObject();
        }

        return new(stream.ToArray());
    }
}
