# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_01_06_end_to_end_tests_example_6'.
import datetime

import pendulum
from airflow.sdk import DAG, CronDataIntervalTimetable, task

tasks = {}

with DAG(
    dag_id="44_01_06_end_to_end_tests_example_6",
    dag_display_name="WarehouseRerun",
    doc_md="**44_01_06 End to end, example 6** shows 1.6#1, 1.6#2, 1.6#3.\n\nLoads the flights of the run's day into the warehouse: a setup creates a staging table, the day is staged, merged into the table of\nall flights and summed up, and a teardown drops the staging table, whatever happened between.\n\nPractice: each step replaces what an earlier try of it left, in one transaction, and the day's rows are replaced as a whole. So the\nrun may die after any step and be retried, cleared, or backfilled: the tables end up the same, byte for byte. Without it, a retry\nafter a commit that nobody heard of loads the day twice, and a failed run leaves its staging table behind for good.\n\nA failed teardown does not fail the run unless asked to: the flights are loaded, and the next run of the day clears up.\n\nConnections: `flights_inbox` (a directory), `local_warehouse` (SQLite).",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=16,
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="create_staging",
        queue="csharp",
        retries=3,
        retry_delay=datetime.timedelta(seconds=60),
        retry_exponential_backoff=2,
        max_retry_delay=datetime.timedelta(seconds=1800),
        owner="warehouse",
    )
    def create_staging(): ...

    tasks["create_staging"] = create_staging()

    @task.stub(
        task_id="stage_day",
        queue="csharp",
        retries=3,
        retry_delay=datetime.timedelta(seconds=60),
        retry_exponential_backoff=2,
        max_retry_delay=datetime.timedelta(seconds=1800),
        owner="warehouse",
    )
    def stage_day(): ...

    tasks["stage_day"] = stage_day()

    @task.stub(
        task_id="merge_day",
        queue="csharp",
        retries=3,
        retry_delay=datetime.timedelta(seconds=60),
        retry_exponential_backoff=2,
        max_retry_delay=datetime.timedelta(seconds=1800),
        owner="warehouse",
    )
    def merge_day(): ...

    tasks["merge_day"] = merge_day()

    @task.stub(
        task_id="sum_up_day",
        queue="csharp",
        retries=3,
        retry_delay=datetime.timedelta(seconds=60),
        retry_exponential_backoff=2,
        max_retry_delay=datetime.timedelta(seconds=1800),
        owner="warehouse",
    )
    def sum_up_day(): ...

    tasks["sum_up_day"] = sum_up_day()

    @task.stub(
        task_id="drop_staging",
        queue="csharp",
        retries=3,
        retry_delay=datetime.timedelta(seconds=60),
        retry_exponential_backoff=2,
        max_retry_delay=datetime.timedelta(seconds=1800),
        owner="warehouse",
    )
    def drop_staging(): ...

    tasks["drop_staging"] = drop_staging()

    tasks["create_staging"].as_setup()
    tasks["drop_staging"].as_teardown()

    tasks["create_staging"] >> [tasks["drop_staging"], tasks["stage_day"]]
    tasks["stage_day"] >> tasks["merge_day"]
    tasks["merge_day"] >> tasks["sum_up_day"]
    tasks["sum_up_day"] >> tasks["drop_staging"]
