# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_02_05_test_environment_setup_example_5'.
import datetime

import pendulum
from airflow.sdk import DAG, CronDataIntervalTimetable, Param, task

tasks = {}

with DAG(
    dag_id="44_02_05_test_environment_setup_example_5",
    dag_display_name="SideBySide",
    doc_md="**44_02_05 Test environment setup, example 5** shows 2.5#1, 2.5#2, 2.5#3.\n\nCounts the departures of an airport on the run's day, keeps them in a file, books them in a ledger, announces them on a board, and\ncloses the day. Many of it run at once, each for an airport of its own.\n\nPractice: every run has its own database, directory, port and clock, and the last task looks whether that is so: a row or a file of\nanother airport fails the run, by name. Without it, tests that pass alone fail together, now and then, and the one that fails is not\nthe one that is guilty.\n\nConnections: `flights_inbox` and `day_workspace` (directories), `warehouse` (PostgreSQL), `departure_board` (HTTP). Param:\n`airport`.",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    params={
        "airport": Param("ORD", schema={"type": "string"}),
    },
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="count_departures",
        queue="csharp",
        retries=1,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def count_departures(): ...

    tasks["count_departures"] = count_departures()

    @task.stub(
        task_id="book",
        queue="csharp",
        retries=1,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def book(): ...

    tasks["book"] = book()

    @task.stub(
        task_id="announce",
        queue="csharp",
        retries=1,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def announce(): ...

    tasks["announce"] = announce()

    @task.stub(
        task_id="close_day",
        queue="csharp",
        retries=1,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def close_day(): ...

    tasks["close_day"] = close_day()

    tasks["count_departures"] >> [tasks["book"], tasks["announce"]]
    tasks["book"] >> tasks["close_day"]
    tasks["announce"] >> tasks["close_day"]
