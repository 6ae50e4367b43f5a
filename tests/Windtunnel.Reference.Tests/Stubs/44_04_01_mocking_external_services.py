# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_04_01_mocking_external_services'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, Param, task

tasks = {}

with DAG(
    dag_id="44_04_01_mocking_external_services",
    dag_display_name="FlightStatusApi",
    doc_md="**44_04_01 Mocking external services** shows 4.1#1, 4.1#2, 4.1#3, 4.1#4.\n\nReads the flights of the run's day, asks a status API for them page by page, tells the API of long delays, and publishes a board.\nWhen the API cannot be had, the board is published all the same and says that nothing is known.\n\nPractice: the API is a stub bound to the connection, so each of its bad days is one line of a test: 503, 429 with Retry-After, a\nreset, silence, half a body. The stub keeps account: a call that nobody scripted, or an answer nobody asked for, fails the test.\nWithout it, the error paths run for the first time in production, and a retry that tells the API twice is found by its users.\n\nConnections: `flights_inbox`, `outbox` (directories), `flight_status_api` (HTTP). Param: `long_delay_minutes`.",
    schedule=CronTriggerTimetable("55 23 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    params={
        "long_delay_minutes": Param(60, schema={"type": "integer"}),
    },
    tags=["reference", "testing", "intermediate", "success"],
) as dag:

    @task.stub(
        task_id="read_flights",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def read_flights(): ...

    tasks["read_flights"] = read_flights()

    @task.stub(
        task_id="ask_statuses",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def ask_statuses(): ...

    tasks["ask_statuses"] = ask_statuses()

    @task.stub(
        task_id="tell_delays",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def tell_delays(): ...

    tasks["tell_delays"] = tell_delays()

    @task.stub(
        task_id="publish_board",
        queue="csharp",
        trigger_rule="all_done",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def publish_board(): ...

    tasks["publish_board"] = publish_board()

    tasks["read_flights"] >> [tasks["ask_statuses"], tasks["publish_board"]]
    tasks["ask_statuses"] >> [tasks["tell_delays"], tasks["publish_board"]]
    tasks["tell_delays"] >> tasks["publish_board"]
