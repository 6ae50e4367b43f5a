using System.Collections.Immutable;

namespace Windtunnel.Engine.Tests.Runs;

public sealed class SecretTests
{
    private const string Secret = "s3cr3t-value";

    [Theory]
    [InlineData("password")]
    [InlineData("extra")]
    [InlineData("variable")]
    [InlineData("variable set by a task")]
    [InlineData("object in a variable")]
    [InlineData("masked by hand")]
    public async Task Journal_OfARunThatSpillsASecret_NeverHoldsIt(string kind)
    {
        var request = new RunRequest
        {
            Connections = ImmutableDictionary<string, Connection>.Empty.Add("db", new()
            {
                Id = "db",
                Type = "postgres",
                Password = kind == "password" ? Secret : null,
                Extra = kind == "extra" ? $$"""{"auth": {"api_key": ["{{Secret}}"] } }""" : null,
            }),
            Variables = ImmutableDictionary<string, string>.Empty
                .Add("api_token", kind == "variable" ? Secret : "nothing")
                .Add("settings", kind == "object in a variable" ? $$"""{"password":"{{Secret}}"}""" : "{}"),
        };
        var dag = new Dag("d");
        dag.Task("spills", (Action<TaskContext>)(context => Spill(context, kind)),
            new() { Retries = 1, Callbacks = new() { OnRetry = [_ => throw new InvalidOperationException(Secret)] } });

        Run run = await Embedded.RunAsync(dag, request);

        string text = run.Text();
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret)), text, StringComparison.Ordinal);
        Assert.Contains("***", text, StringComparison.Ordinal);
        Assert.Equal(TaskState.Failed, run.Task("spills").State);
    }

    private static void Spill(TaskContext context, string kind)
    {
        if (kind == "masked by hand")
        {
            context.MaskSecret(Secret);
        }
        else if (kind == "variable set by a task")
        {
            context.Variables.Set("db_password", Secret);
        }

#pragma warning disable CA1848, CA2254 // What is logged does not matter here.
        Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(context.Logger, Secret);
#pragma warning restore CA1848, CA2254
        context.XCom.Push("plain", Secret);
        context.XCom.Push(Secret, 1);
        context.XCom.Push("encoded", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret)));
        context.Count(Secret, 1);
        throw new InvalidOperationException($"Cannot log in with {Secret}.");
    }
}
