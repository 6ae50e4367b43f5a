# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_01_01_end_to_end_tests_example_1'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, task

tasks = {}

with DAG(
    dag_id="44_01_01_end_to_end_tests_example_1",
    dag_display_name="FlightsEtl",
    doc_md="**44_01_01 End to end, example 1** shows 1.1#1, 1.1#2, 1.1#3.\n\nReads flights (CSV and JSON) and airports, validates every row, quarantines the bad ones with a reason, loads the good ones\ninto a SQL table and publishes a summary of delays by airport.\n\nPractice: every row is accounted for (rows in = loaded + quarantined) and every write is an upsert, so a rerun changes nothing.\nWithout it, bad rows vanish silently, one malformed row stops the whole day, and each retry loads the same flights again.\n\nConnections: `flights_inbox` and `reports` (directories), `airports` (a directory with airports.csv), `local_warehouse` (SQLite).",
    schedule=CronTriggerTimetable("0 3 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=16,
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="prepare_warehouse",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def prepare_warehouse(): ...

    tasks["prepare_warehouse"] = prepare_warehouse()

    @task.stub(
        task_id="load_airports",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def load_airports(): ...

    tasks["load_airports"] = load_airports()

    @task.stub(
        task_id="stage_csv",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def stage_csv(): ...

    tasks["stage_csv"] = stage_csv()

    @task.stub(
        task_id="stage_json",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def stage_json(): ...

    tasks["stage_json"] = stage_json()

    @task.stub(
        task_id="validate",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def validate(): ...

    tasks["validate"] = validate()

    @task.stub(
        task_id="load",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def load(): ...

    tasks["load"] = load()

    @task.stub(
        task_id="reconcile",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def reconcile(): ...

    tasks["reconcile"] = reconcile()

    @task.stub(
        task_id="publish_summary",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def publish_summary(): ...

    tasks["publish_summary"] = publish_summary()

    tasks["prepare_warehouse"] >> [tasks["load_airports"], tasks["stage_csv"], tasks["stage_json"]]
    tasks["load_airports"] >> tasks["validate"]
    tasks["stage_csv"] >> [tasks["validate"], tasks["reconcile"]]
    tasks["stage_json"] >> [tasks["validate"], tasks["reconcile"]]
    tasks["validate"] >> tasks["load"]
    tasks["load"] >> tasks["reconcile"]
    tasks["reconcile"] >> tasks["publish_summary"]
