using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Windtunnel.Environments.Tests.Containers;

/// <summary>A program that runs in place of a container.</summary>
internal sealed class StandInContainer(JsonNode request, StandInImage image, string folder)
{
    private readonly JsonObject _ports = [];
    private readonly string _scratch = Directory.CreateTempSubdirectory("wt-container-").FullName;
    private Process? _process;

    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public JsonNode Request => request;

    public string Folder => folder;

    public bool IsRunning => _process is { HasExited: false };

    public string[] Labels => [.. request[nameof(Labels)]!.AsObject().Select(label => $"{label.Key}={label.Value}")];

    public void Start()
    {
        if (IsRunning)
        {
            return;
        }

        foreach ((string port, JsonNode? bindings) in request["HostConfig"]!["PortBindings"]!.AsObject())
        {
            string hostPort = bindings![0]!["HostPort"]!.GetValue<string>();
            _ports[port] = new JsonArray(new JsonObject
            {
                ["HostIp"] = bindings[0]!["HostIp"]!.GetValue<string>(),
                ["HostPort"] = hostPort.Length > 0 ? hostPort : $"{FreePort()}",
            });
        }

        int first = _ports.Count == 0 ? 0 : int.Parse(_ports.First().Value![0]!["HostPort"]!.GetValue<string>(), null);
        IEnumerable<string> arguments = request["Cmd"]?.AsArray().Select(argument => argument!.GetValue<string>()) ?? [];
        var start = new ProcessStartInfo("setsid", ["sh", "-c", image.Fill(first, folder, arguments)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (string variable in request["Env"]!.AsArray().Select(variable => variable!.GetValue<string>()))
        {
            start.Environment[variable.Split('=', 2)[0]] = variable.Split('=', 2)[1];
        }

        // What a real container does not see of its creator, and takes along when it is removed.
        start.Environment.Remove(Owner.Variable);
        start.Environment[TemporaryFolder.Variable] = _scratch;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_scratch, (UnixFileMode)0b111_101_101);
        }

        _process = Process.Start(start)!;
    }

    public JsonObject Describe() => new()
    {
        [nameof(Id)] = Id,
        ["State"] = new JsonObject
        {
            ["Status"] = _process is null ? "created" : IsRunning ? "running" : "exited",
            ["Running"] = IsRunning,
            ["ExitCode"] = _process is { HasExited: true } ? _process.ExitCode : 0,
            ["OOMKilled"] = false,
            ["Error"] = "",
            ["Health"] = image.Health is null ? null : new JsonObject { ["Status"] = image.Health() },
        },
        ["NetworkSettings"] = new JsonObject { ["Ports"] = IsRunning ? _ports.DeepClone() : new JsonObject() },
    };

    /// <summary>Frames as Docker writes them, which end where a read ended, in the middle of a line or of a letter.</summary>
    public async Task WriteLogAsync(HttpResponse answer, CancellationToken gone)
    {
        using var gate = new SemaphoreSlim(1);
        await Task.WhenAll(CopyAsync(_process!.StandardOutput.BaseStream, 1), CopyAsync(_process.StandardError.BaseStream, 2));
        await _process.WaitForExitAsync(gone);

        async Task CopyAsync(Stream from, byte source)
        {
            byte[] frame = new byte[8 + 7];
            frame[0] = source;
            while (await from.ReadAsync(frame.AsMemory(8), gone) is > 0 and int length)
            {
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), length);
                await gate.WaitAsync(gone);
                await answer.Body.WriteAsync(frame.AsMemory(0, 8 + length), gone);
                await answer.Body.FlushAsync(gone);
                gate.Release();
            }
        }
    }

    public void Kill() => HeldProcess.Kill(_process!.Id);

    public void Remove()
    {
        if (IsRunning)
        {
            Kill();
        }

        while (Directory.Exists(_scratch))
        {
            try
            {
                Directory.Delete(_scratch, recursive: true);
            }
            catch (IOException)
            {
                // A process that was killed this moment still wrote there.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
