# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_04_05_filesystem_mocking'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, task

tasks = {}

with DAG(
    dag_id="44_04_05_filesystem_mocking",
    dag_display_name="FileInbox",
    doc_md="**44_04_05 File system mocking** shows 4.5#1, 4.5#2, 4.5#3, 4.5#4.\n\nWaits until a delivery of flights is complete, keeps it in the archive under the run's day, and writes a report of it.\n\nPractice: every file is written beside its place, flushed to the disk and then renamed, so that a reader sees the whole file or\nnone, and a task that is tried again starts from what is whole. Without it, a full disk or a crash leaves half a file under the\nname that everybody trusts; without the flush, the rename can survive a crash that the content does not.\n\nConnections: `inbox`, `archive` (directories).",
    schedule=CronTriggerTimetable("0 4 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    tags=["reference", "testing", "intermediate", "success"],
) as dag:

    @task.stub(
        task_id="wait_for_delivery",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def wait_for_delivery(): ...

    tasks["wait_for_delivery"] = wait_for_delivery()

    @task.stub(
        task_id="keep_delivery",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def keep_delivery(): ...

    tasks["keep_delivery"] = keep_delivery()

    @task.stub(
        task_id="report",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def report(): ...

    tasks["report"] = report()

    tasks["wait_for_delivery"] >> tasks["keep_delivery"]
    tasks["keep_delivery"] >> tasks["report"]
