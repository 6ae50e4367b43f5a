# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_02_03_test_environment_setup_example_3'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, Param, task

tasks = {}

with DAG(
    dag_id="44_02_03_test_environment_setup_example_3",
    dag_display_name="DeploymentCheck",
    doc_md="**44_02_03 Test environment setup** shows 2.3#1, 2.3#2, 2.3#3.\n\nAsks an Airflow over its REST API how it does, check by check: version, health, clock, permissions, import errors, DAGs, stubs,\nbundle, connections, pools, queues. A worker says besides which connections it finds. The report tells each finding with its cure;\nthe run fails when one is grave enough. Nothing is changed there: every call but the one for a token is a GET.\n\nPractice: an environment is examined before tests are run in it, by checks that are tested themselves, each against a healthy and\na broken deployment. Without it, a bundle that was never copied or a pool that does not exist is found as a test that hangs, and\nis looked for in the DAG. `windtunnel doctor --airflow` makes the same checks from outside.\n\nConnections: `airflow` (HTTP, with the login of a user who may read), `reports` (a directory). Params: `checks` (which; all by\ndefault), `connections` (which ones a worker must find), `fail_on` (`error`, `warning` or `never`).",
    schedule=CronTriggerTimetable("0 6 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    params={
        "checks": Param([], schema={"type": "array", "items": {"type": "string"}}),
        "connections": Param([], schema={"type": "array", "items": {"type": "string"}}),
        "fail_on": Param("error", schema={"type": "string", "enum": ["error", "warning", "never"]}),
    },
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="choose_checks",
        queue="csharp",
        retries=1,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def choose_checks(): ...

    tasks["choose_checks"] = choose_checks()

    @task.stub(
        task_id="check",
        queue="csharp",
        retries=1,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def check(item): ...

    tasks["check"] = check.expand(item=tasks["choose_checks"])

    @task.stub(
        task_id="ask_worker",
        queue="csharp",
        retries=1,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def ask_worker(): ...

    tasks["ask_worker"] = ask_worker()

    @task.stub(
        task_id="write_report",
        queue="csharp",
        trigger_rule="all_done",
        retries=1,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def write_report(): ...

    tasks["write_report"] = write_report()

    @task.stub(task_id="judge", queue="csharp", retries=0, owner="platform")
    def judge(): ...

    tasks["judge"] = judge()

    tasks["choose_checks"] >> tasks["write_report"]
    tasks["check"] >> tasks["write_report"]
    tasks["ask_worker"] >> tasks["write_report"]
    tasks["write_report"] >> tasks["judge"]
