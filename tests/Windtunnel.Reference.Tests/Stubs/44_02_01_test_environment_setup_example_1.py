# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_02_01_test_environment_setup_example_1'.
import datetime

import pendulum
from airflow.sdk import DAG, CronDataIntervalTimetable, task

tasks = {}

with DAG(
    dag_id="44_02_01_test_environment_setup_example_1",
    dag_display_name="EphemeralPostgres",
    doc_md="**44_02_01 Test environment setup, example 1** shows 2.1#1, 2.1#2, 2.1#3.\n\nChecks that the warehouse has the tables it was written for, loads the flights of the run's day, and publishes the median delay of\neach airport.\n\nPractice: what the DAG asks of its database (JSON as a table, a median, constraints) only PostgreSQL answers as PostgreSQL does, so\neach test gets a real database of its own: a copy of one that the migrations made, in milliseconds, and gone afterwards. Without it,\ntests share a database and see each other's rows, or run on another product and prove nothing about this one.\n\nA warehouse that lacks a migration fails the run at once, without retries: waiting cures nothing.\n\nConnections: `flights_inbox` and `reports` (directories), `warehouse` (PostgreSQL).",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="check_tables",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="warehouse",
    )
    def check_tables(): ...

    tasks["check_tables"] = check_tables()

    @task.stub(
        task_id="load_day",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="warehouse",
    )
    def load_day(): ...

    tasks["load_day"] = load_day()

    @task.stub(
        task_id="sum_up_day",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="warehouse",
    )
    def sum_up_day(): ...

    tasks["sum_up_day"] = sum_up_day()

    @task.stub(
        task_id="publish_ranking",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="warehouse",
    )
    def publish_ranking(): ...

    tasks["publish_ranking"] = publish_ranking()

    tasks["check_tables"] >> tasks["load_day"]
    tasks["load_day"] >> tasks["sum_up_day"]
    tasks["sum_up_day"] >> tasks["publish_ranking"]
