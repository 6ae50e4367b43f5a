# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_02_04_test_environment_setup_example_4'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, Param, task

tasks = {}

with DAG(
    dag_id="44_02_04_test_environment_setup_example_4",
    dag_display_name="ConfigAndSecrets",
    doc_md="**44_02_04 Test environment setup** shows 2.4#1, 2.4#2, 2.4#3.\n\nChecks its settings before anything else, all of them at once; collects the late flights of the run's day; signs on to the\npartner's API and sends them there. When the API stays away, the feed is kept in the outbox and the run says so.\n\nPractice: settings come in layers (default, file, environment, test), each value says where it comes from, and secrets come by a\nconnection only. A test plants canaries in the secrets and looks for them in all that a run leaves. Without it, a wrong setting is\nfound hours later by what it did, and a password is found in a log by somebody else.\n\nConnections: `flights_inbox`, `outbox` (directories), `partner_api` (HTTP, with login and password). Variables: `partner`,\n`feed_limit` (a whole number). Param: `late_minutes`.",
    schedule=CronTriggerTimetable("55 23 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    params={
        "late_minutes": Param(15, schema={"type": "integer", "minimum": 1}),
    },
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(task_id="check_settings", queue="csharp", retries=0, owner="partners")
    def check_settings(): ...

    tasks["check_settings"] = check_settings()

    @task.stub(
        task_id="collect_late_flights",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="partners",
    )
    def collect_late_flights(): ...

    tasks["collect_late_flights"] = collect_late_flights()

    @task.stub(
        task_id="send_feed",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="partners",
    )
    def send_feed(): ...

    tasks["send_feed"] = send_feed()

    tasks["check_settings"] >> [tasks["collect_late_flights"], tasks["send_feed"]]
    tasks["collect_late_flights"] >> tasks["send_feed"]
