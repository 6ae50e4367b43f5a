using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Windtunnel.Environments.Tests.Containers;

/// <summary>Stands in for the Docker Engine, API 1.44: answers at a socket as it does, and starts programs of this machine in place of
/// images. While it lives it is the engine of this process.</summary>
internal sealed class StandInEngine : IAsyncDisposable
{
    private const string Version = "1.44";

    private readonly string _folder;
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, StandInContainer> _containers = new(StringComparer.Ordinal);

    private StandInEngine(string folder, WebApplication server) => (_folder, _server) = (folder, server);

    public string Address => $"unix://{Path.Combine(_folder, "s")}";

    /// <summary>What can be run, by image.</summary>
    public ConcurrentDictionary<string, StandInImage> Images { get; } = new(StringComparer.Ordinal);

    /// <summary>What can be pulled and is not here.</summary>
    public ConcurrentDictionary<string, StandInImage> Registry { get; } = new(StringComparer.Ordinal);

    public ICollection<StandInContainer> Containers => _containers.Values;

    public ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<StandInEngine> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        string folder = Directory.CreateTempSubdirectory("wt-engine-").FullName;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Path.Combine(folder, "s")));
        WebApplication server = builder.Build();
        var engine = new StandInEngine(folder, server);
        server.Run(engine.AnswerAsync);
        await server.StartAsync();
        Environment.SetEnvironmentVariable(EngineAddress.Variable, engine.Address);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(EngineAddress.Variable, null);
        foreach (StandInContainer container in Containers)
        {
            container.Remove();
        }

        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        string path = http.Request.Path.Value!;
        Asked.Enqueue($"{http.Request.Method} {path}");
        if (path == "/_ping")
        {
            http.Response.Headers["Api-Version"] = Version;
            await http.Response.WriteAsync("OK");
            return;
        }

        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        await (parts switch
        {
            [not $"v{Version}", ..] => FailAsync(http, 400, $"client version is too new. Maximum supported API version is {Version}"),
            [_, "images", "create"] => PullAsync(http),
            [_, "images", .. var name, "json"] => ShowImageAsync(http, string.Join('/', name)),
            [_, "containers", "create"] => CreateAsync(http),
            [_, "containers", "json"] => ListAsync(http),
            [_, "containers", var id, ..] when !_containers.ContainsKey(id) => FailAsync(http, 404, $"No such container: {id}"),
            [_, "containers", var id, "archive"] => UnpackAsync(http, _containers[id]),
            [_, "containers", var id, "start"] => StartAsync(http, _containers[id]),
            [_, "containers", var id, "json"] => http.Response.WriteAsync(_containers[id].Describe().ToJsonString()),
            [_, "containers", var id, "logs"] => _containers[id].WriteLogAsync(http.Response, http.RequestAborted),
            [_, "containers", var id] => RemoveAsync(http, id),
            _ => FailAsync(http, 404, "page not found"),
        });
    }

    private async Task PullAsync(HttpContext http)
    {
        string image = http.Request.Query["fromImage"]!;
        await http.Response.WriteAsync($$"""{"status":"Pulling from library/{{image}}"}""" + "\r\n");
        bool isThere = Registry.TryGetValue(image, out StandInImage? found);
        if (isThere)
        {
            Images[image] = found!;
        }

        await http.Response.WriteAsync(isThere
            ? """{"status":"Status: Downloaded newer image"}""" + "\r\n"
            : $$"""{"errorDetail":{"message":"manifest for {{image}} not found"},"error":"manifest for {{image}} not found"}""" + "\r\n");
    }

    private Task ShowImageAsync(HttpContext http, string image) => Images.ContainsKey(image)
        ? http.Response.WriteAsync("""{"Id":"sha256:0"}""")
        : FailAsync(http, 404, $"No such image: {image}");

    private async Task CreateAsync(HttpContext http)
    {
        JsonNode request = (await JsonNode.ParseAsync(http.Request.Body))!;
        string image = request["Image"]!.GetValue<string>();
        if (!Images.TryGetValue(image, out StandInImage? found))
        {
            await FailAsync(http, 404, $"No such image: {image}");
            return;
        }

        string root = Directory.CreateDirectory(Path.Combine(_folder, $"c{_containers.Count}")).FullName;
        var container = new StandInContainer(request, found, root);
        _containers[container.Id] = container;
        http.Response.StatusCode = 201;
        await http.Response.WriteAsync($$"""{"Id":"{{container.Id}}","Warnings":[]}""");
    }

    private Task ListAsync(HttpContext http)
    {
        JsonArray asked = JsonNode.Parse(http.Request.Query["filters"]!)!["label"]!.AsArray();
        string[] labels = [.. asked.Select(label => label!.GetValue<string>())];
        bool isAll = http.Request.Query["all"] == "1";
        IEnumerable<StandInContainer> found = Containers.Where(it => (isAll || it.IsRunning) && labels.All(it.Labels.Contains));
        return http.Response.WriteAsync(new JsonArray([.. found.Select(it => new JsonObject { ["Id"] = it.Id })]).ToJsonString());
    }

    private static async Task UnpackAsync(HttpContext http, StandInContainer container)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes);
        bytes.Position = 0;
        await TarFile.ExtractToDirectoryAsync(bytes, container.Folder, overwriteFiles: true);
    }

    private static Task StartAsync(HttpContext http, StandInContainer container)
    {
        http.Response.StatusCode = container.IsRunning ? 304 : 204;
        container.Start();
        return Task.CompletedTask;
    }

    private Task RemoveAsync(HttpContext http, string id)
    {
        if (http.Request.Query["force"] != "1" && _containers[id].IsRunning)
        {
            return FailAsync(http, 409, $"cannot remove container \"{id}\": container is running");
        }

        if (!_containers.TryRemove(id, out StandInContainer? container))
        {
            return FailAsync(http, 409, $"removal of container {id} is already in progress");
        }

        container.Remove();
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static Task FailAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(new JsonObject { ["message"] = message }.ToJsonString());
    }
}

/// <summary>What runs in place of an image: a command for <c>sh</c> in which <c>{port}</c> stands for the host's port, <c>{folder}</c> for
/// the container's root, and <c>{arguments}</c> for what the container was told to run.</summary>
internal sealed record StandInImage(string Command)
{
    /// <summary>What its health check says; null: it has none.</summary>
    public Func<string>? Health { get; init; }

    public string Fill(int port, string folder, IEnumerable<string> arguments) => Command
        .Replace("{port}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{folder}", folder, StringComparison.Ordinal)
        .Replace("{arguments}", string.Join(' ', arguments.Select(argument => $"'{argument}'")), StringComparison.Ordinal);
}
