using System.Text.Json;
using Windtunnel.Airflow;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.TestEnvironments;

/// <summary>Examines the Airflow that the DAGs of this project run on, and says what to mend before somebody relies on it.</summary>
public static class DeploymentCheck
{
    public const string Id = "44_02_03_test_environment_setup_example_3";

    private const string Doc = """
        **44_02_03 Test environment setup** shows 2.3#1, 2.3#2, 2.3#3.

        Asks an Airflow over its REST API how it does, check by check: version, health, clock, permissions, import errors, DAGs, stubs,
        bundle, connections, pools, queues. A worker says besides which connections it finds. The report tells each finding with its cure;
        the run fails when one is grave enough. Nothing is changed there: every call but the one for a token is a GET.

        Practice: an environment is examined before tests are run in it, by checks that are tested themselves, each against a healthy and
        a broken deployment. Without it, a bundle that was never copied or a pool that does not exist is found as a test that hangs, and
        is looked for in the DAG. `windtunnel doctor --airflow` makes the same checks from outside.

        Connections: `airflow` (HTTP, with the login of a user who may read), `reports` (a directory). Params: `checks` (which; all by
        default), `connections` (which ones a worker must find), `fail_on` (`error`, `warning` or `never`).
        """;

    /// <param name="expected">What the deployment should have; null: the DAGs of this project.</param>
    public static Dag Create(Func<ExpectedDeployment>? expected = null)
    {
        expected ??= () => ExpectedDeployment.Of(ReferenceDags.Dags);
        var dag = new Dag(Id)
        {
            DisplayName = "DeploymentCheck",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.Cron("0 6 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params =
            [
                Param.OfJson("checks", "[]", """{"type": "array", "items": {"type": "string"}}"""),
                Param.OfJson("connections", "[]", """{"type": "array", "items": {"type": "string"}}"""),
                Param.Of("fail_on", "error") with { Enum = ["error", "warning", "never"] },
            ],
            Defaults = new() { Retries = 1, RetryDelay = TimeSpan.FromMinutes(1), Owner = "platform" },
            Json = ReferenceJson.Default,
        };

        TaskRef<string[]> checks = dag.Task("choose_checks", context => ChooseChecksAsync(expected(), context));
        MappedTaskRef<Finding[]> found = dag.Map("check", checks, (name, context) => CheckAsync(name, expected(), context));
        TaskRef<Finding[]> worker = dag.Task("ask_worker", AskWorker);

        // All_done: what is wrong with a deployment may well be that the checks fail.
        TaskRef<int> grave = dag.Task(
            "write_report", checks.OrDefault(), found, worker.OrDefault(), WriteReport, new() { TriggerRule = TriggerRule.AllDone });
        dag.Task("judge", grave, Judge, new() { Retries = 0 });
        return dag.Build();
    }

    /// <summary>Also finds out whether the deployment answers at all: if not, this one task fails and not each check.</summary>
    private static async Task<string[]> ChooseChecksAsync(ExpectedDeployment expected, TaskContext context)
    {
        using DeploymentDoctor doctor = DoctorIn(context, expected);
        await doctor.CheckAsync("version", context.Cancellation);
        string[] wanted = Texts(context, "checks");
        string[] unknown = [.. wanted.Except(DeploymentDoctor.CheckNames)];
        return unknown.Length == 0
            ? wanted.Length == 0 ? [.. DeploymentDoctor.CheckNames] : wanted
            : throw Outcome.Fail(
                $"There is no check '{string.Join("', '", unknown)}'. There are: {string.Join(", ", DeploymentDoctor.CheckNames)}.");
    }

    private static async Task<Finding[]> CheckAsync(string name, ExpectedDeployment expected, TaskContext context)
    {
        context.Label(name);
        using DeploymentDoctor doctor = DoctorIn(context, expected with { Connections = [.. Texts(context, "connections")] });
        return [.. await doctor.CheckAsync(name, context.Cancellation)];
    }

    /// <summary>The API shows no connection that comes from a worker's environment or from a secrets backend; a worker does.</summary>
    private static Finding[] AskWorker(TaskContext context) =>
    [
        .. Texts(context, "connections").Select(id =>
        {
            try
            {
                return new Finding(FindingLevel.Good, "worker", $"It finds the connection '{context.Connections[id].Id}'.");
            }
            catch (KeyNotFoundException)
            {
                return new Finding(
                    FindingLevel.Error, "worker", $"It does not find the connection '{id}'.",
                    $"Create it in the deployment, or set AIRFLOW_CONN_{id.ToUpperInvariant()} for the workers.");
            }
        }),
    ];

    /// <param name="checks">Null when the deployment did not answer.</param>
    /// <param name="found">Of the checks that could be made.</param>
    /// <param name="worker">Null when no worker could be asked.</param>
    /// <param name="context">The task's.</param>
    /// <returns>How many findings are as grave as the run fails on.</returns>
    private static int WriteReport(string[]? checks, Finding[][] found, Finding[]? worker, TaskContext context)
    {
        List<Finding> all = [.. found.SelectMany(findings => findings).Concat(worker ?? [])];
        if (checks is null)
        {
            all.Add(new(
                FindingLevel.Error, "server", "The deployment does not answer, or does not let the user in.",
                "Look at the log of choose_checks, and at the connection 'airflow'."));
        }

        foreach (string name in (checks ?? []).Except(all.Select(finding => finding.Check)))
        {
            all.Add(new(FindingLevel.Error, name, "The check could not be made.", "Look at the log of its task."));
        }

        File.WriteAllLines(
            Path.Combine(context.Connections["reports"].Path, "deployment-check.md"),
            ["# The deployment", "", .. all.OrderByDescending(finding => finding.Level).Select(Line)]);
        foreach (FindingLevel level in Enum.GetValues<FindingLevel>())
        {
            context.Count($"findings.{level.ToString().ToLowerInvariant()}", all.Count(finding => finding.Level == level));
        }

        return context.Params.Text("fail_on") switch
        {
            "never" => 0,
            "warning" => all.Count(finding => finding.Level >= FindingLevel.Warning),
            _ => all.Count(finding => finding.Level == FindingLevel.Error),
        };
    }

    private static void Judge(int grave, TaskContext context)
    {
        if (grave > 0)
        {
            throw Outcome.Fail($"{grave} findings are grave enough to fail on. Their cures are in deployment-check.md.");
        }
    }

    private static string Line(Finding finding) => $"- **{finding.Level}** {finding}";

    private static DeploymentDoctor DoctorIn(TaskContext context, ExpectedDeployment expected) =>
        DeploymentDoctor.Through(context.Connections["airflow"], expected, context.Time);

    private static string[] Texts(TaskContext context, string param) =>
        [.. context.Params[param].EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
}
