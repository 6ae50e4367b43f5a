using System.Diagnostics;
using System.Text.Json;
using Azure.Storage.Blobs;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Adapters;

/// <summary>Emulators of other makers, run for real beside Windtunnel's own. Each has a bucket 'flights'.</summary>
public sealed class OtherEmulators : IAsyncLifetime
{
    private readonly S3Emulator _s3 = Emulator.S3().WithBucket("flights");
    private readonly BlobEmulator _blob = Emulator.AzureBlob().WithContainer("flights");
    private readonly GcsEmulator _gcs = Emulator.Gcs().WithBucket("flights");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("windtunnel-adapters-");
    private readonly Dictionary<string, Connection> _connections = new(StringComparer.Ordinal);
    private Process? _node;

    public static IReadOnlyList<string> Names => ["windtunnel S3", "windtunnel Azure", "windtunnel GCS", "directory", "azurite", "fauxqs"];

    public Connection this[string name] => _connections[name];

    public async ValueTask InitializeAsync()
    {
        _connections["windtunnel S3"] = _s3.ConnectionTo("store");
        _connections["windtunnel Azure"] = _blob.ConnectionTo("store");
        _connections["windtunnel GCS"] = _gcs.ConnectionTo("store");
        _connections["directory"] = Connection.ToPath("store", _folder.CreateSubdirectory("objects").FullName);
        _node = NodeProgram.Start(NodeProgram.Require("clouds"), "serve.mjs");
        while (_connections.Count < Names.Count)
        {
            string said = await _node.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"The other emulators did not start: {await _node.StandardError.ReadToEndAsync()}");
            JsonElement server = JsonDocument.Parse(said).RootElement;
            (string name, string endpoint) = (server.GetProperty("name").GetString()!, server.GetProperty("endpoint").GetString()!);
            _connections[name] = name == "azurite" ? await AzureAsync(endpoint) : Amazon(endpoint);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            _node.StandardInput.Close();
            await _node.WaitForExitAsync();
            _node.Dispose();
        }

        await _s3.DisposeAsync();
        await _blob.DisposeAsync();
        await _gcs.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Connection Amazon(string endpoint) => new()
    {
        Id = "store",
        Type = "aws",
        Login = "test",
        Password = "test",
        Extra = JsonSerializer.Serialize(new { endpoint_url = endpoint, region_name = "us-east-1" }),
    };

    private async Task<Connection> AzureAsync(string endpoint)
    {
        string text = $"DefaultEndpointsProtocol=http;AccountName={_blob.AccountName};AccountKey={_blob.AccountKey};"
            + $"BlobEndpoint={endpoint}/{_blob.AccountName};";
        await new BlobServiceClient(text).CreateBlobContainerAsync("flights");
        return new() { Id = "store", Type = "wasb", Extra = JsonSerializer.Serialize(new { connection_string = text }) };
    }
}
