using System.Data.Common;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Windtunnel.Testing.Tests;

/// <summary>Secrets in all places that a body passes them through, and all outputs that a test leaves behind: none holds any.</summary>
public sealed class CanaryTests : IAsyncDisposable
{
    private const string Canary = "canary-e7f19b";

    private readonly TempDirectory _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_OfARunOverAllSeams_AreInNoOutput()
    {
        var calls = new Recording();
        var tape = new HttpTape();
        var disk = new MemoryFiles();
        var fares = new ScriptedDatabase();
        fares.On("SELECT 1").With("password", "other").ReturnsScalar(1);
        var failures = new List<string>();
        await using HttpStub server = Stub.Http(s => s.Post("/{**path}").ReturnsJson(new { access_token = Canary, note = Canary }));
        await using (HttpRecorder recorder = Stub.Recorder(server.Url, _folder.PathOf("proxy.json")))
        {
            await using Tunnel tunnel = Tunnel.For(Leaking())
                .Bind("api", new Connection
                {
                    Id = "api",
                    Type = "http",
                    Host = recorder.Url.ToString(),
                    Login = "ann",
                    Password = Canary,
                    Extra = $$"""{"X-Api-Key": "{{Canary}}-key"}""",
                })
                .Bind("stub", Stub.Http(s => s.Get("/orders").MayStayUnused().WithHeader("X-Api-Key", Canary).Returns(200)))
                .Bind("fares", fares).Bind("disk", disk).Bind("queue", new MessageBroker())
                .Bind("file_db", $"sqlite:///{_folder.PathOf("w.db")}?password={Canary}")
                .WithVariable("api_token", $"{Canary}-variable")
                .Disturb("api", Fault.Latency(1.Seconds())).Disturb("disk", DiskFault.TornWrite("*", 1))
                .Disturb("queue", Fault.Latency(1.Seconds()));
            foreach (string id in (string[])["api", "stub", "fares", "disk", "queue"])
            {
                tunnel.Record(id, calls).Meter(id);
            }

            tunnel.Record("api", tape);
            var failure = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
            failures.Add(failure.ToString());
            failures.AddRange(failure.Run!.Journal.Select(entry => entry.ToString()));
            failures.AddRange(failure.Run.Tasks.SelectMany(task => task.Attempts).Select(attempt => $"{attempt.Error}"));
            using var journal = new MemoryStream();
            failure.Run.Journal.Save(journal);
            failures.Add(Encoding.UTF8.GetString(journal.ToArray()));
        }

        tape.Save(_folder.PathOf("tape.json"));
        await using HttpStub replay = Stub.Replay(_folder.PathOf("tape.json"));
        failures.Add(Failure.Of(replay.Verify));
        failures.AddRange(calls.Calls.Select(call => call.ToString()));
        failures.AddRange([_folder.Read("tape.json"), _folder.Read("proxy.json")]);

        Assert.All(failures, output => Assert.DoesNotContain("canary", output, StringComparison.Ordinal));
        string all = string.Join('\n', failures);
        Assert.All(
            ["POST /orders", "did not expect the command", "GET /missing", "torn write", "publish", "\"access_token\": \"***\""],
            output => Assert.Contains(output, all, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await _folder.DisposeAsync();

    private static Dag Leaking()
    {
        var dag = new Dag("leak");
        dag.Task("leak", async context =>
        {
            await TryAsync(context, async () =>
            {
                using HttpClient api = context.Connections["api"].Http();
                using HttpResponseMessage answer = await api.PostAsJsonAsync(
                    $"orders/{Canary}?token={Canary}&x={Canary}-variable", new { password = Canary, note = Canary }, context.Cancellation);
                answer.EnsureSuccessStatusCode();
                throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(context.Cancellation));
            });
            await TryAsync(context, async () =>
            {
                using HttpClient stub = context.Connections["stub"].Http();
                await stub.GetStringAsync($"missing/{Canary}?api_key={Canary}", context.Cancellation);
            });
            await TryAsync(context, async () =>
            {
                await using DbConnection fares = context.Connections["fares"].Sql(SqliteFactory.Instance);
                await fares.OpenAsync(context.Cancellation);
                await using DbCommand command = fares.CreateCommand();
                command.CommandText = $"SELECT '{context.Variables["api_token"]}', '{Canary}', @password";
                DbParameter password = command.CreateParameter();
                (password.ParameterName, password.Value) = ("@password", Canary);
                command.Parameters.Add(password);
                await command.ExecuteScalarAsync(context.Cancellation);
            });
            await TryAsync(context, async () =>
            {
                Connection disk = context.Connections["disk"];
                await disk.Files().File.WriteAllTextAsync(Path.Combine(disk.Path, $"{Canary}.csv"), Canary, context.Cancellation);
            });
            await TryAsync(context, async () =>
            {
                await using MessageQueue queue = context.Connections["queue"].Messages();
                await queue.PublishAsync(Canary, context.Cancellation);
                throw new IOException($"Could not send {Canary}.");
            });
            await TryAsync(context, async () =>
            {
                await using DbConnection database = context.Connections["file_db"].Sql(SqliteFactory.Instance);
                throw new IOException(database.ConnectionString);
            });
            throw new InvalidOperationException($"All of {Canary} failed.");
        });
        return dag;
    }

    private static async Task TryAsync(TaskContext context, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e)
        {
            context.Logger.LogError(e, "It failed: {Error}", e.Message);
        }
    }
}
