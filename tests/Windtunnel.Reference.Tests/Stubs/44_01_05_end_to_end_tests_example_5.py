# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_01_05_end_to_end_tests_example_5'.
import datetime

import pendulum
from airflow.sdk import DAG, Asset, CronTriggerTimetable, task

tasks = {}

with DAG(
    dag_id="44_01_05_end_to_end_tests_example_5",
    dag_display_name="StrikesToDashboard",
    doc_md="**44_01_05 End to end, example 5** shows 1.5#1, 1.5#2, 1.5#3.\n\nThe first of three DAGs that are chained by assets. Each morning it loads the strike reports that are new and counts the flights\nthat are new. Strikes, or a correction from outside, have `StrikeCosts` sum up costs anew; new costs and new traffic together\nhave `StrikeDashboard` render the page.\n\nPractice: a DAG announces what it changed, with what a consumer needs to know in the extra, and says nothing when nothing changed:\na task without a new file skips itself, and a skipped task announces nothing. Without it, consumers are scheduled \"an hour\nlater, to be safe\", run on half of the data, or render the same page every day.\n\nConnections: `strikes_inbox`, `flights_inbox` (directories), `local_warehouse` (SQLite).",
    schedule=CronTriggerTimetable("0 5 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2002, 1, 2, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=16,
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="read_strikes",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        outlets=[Asset(name="strikes", uri="warehouse://strikes/")],
        owner="wildlife",
    )
    def read_strikes(): ...

    tasks["read_strikes"] = read_strikes()

    @task.stub(
        task_id="count_flights",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        outlets=[Asset(name="traffic", uri="warehouse://monthly_flights/")],
        owner="wildlife",
    )
    def count_flights(): ...

    tasks["count_flights"] = count_flights()
