# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_04_04_cloud_service_mocking'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, task

tasks = {}

with DAG(
    dag_id="44_04_04_cloud_service_mocking",
    dag_display_name="CloudDropZone",
    doc_md="**44_04_04 Cloud service mocking** shows 4.4#1, 4.4#2, 4.4#3, 4.4#4.\n\nReads every CSV object below `arrivals/`, writes `summaries/<day>.csv` and moves what it read to `archive/<day>/`. Which cloud\nkeeps the objects is a matter of the connection's type: a directory, Google Cloud Storage, or one whose driver the DAG is made\nwith, such as Amazon S3 and Azure Blob Storage.\n\nPractice: the summary is written only if there is none, and an object leaves `arrivals/` only when it is in the archive, so a\nrun that dies after any call can be run again. Without it, a second run counts a delivery twice or loses it.\n\nConnections: `drop_zone` (object storage with a bucket `flights`).",
    schedule=CronTriggerTimetable("55 23 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=16,
    tags=["reference", "testing", "intermediate", "success"],
) as dag:

    @task.stub(
        task_id="list_arrivals",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def list_arrivals(): ...

    tasks["list_arrivals"] = list_arrivals()

    @task.stub(
        task_id="publish_summary",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def publish_summary(): ...

    tasks["publish_summary"] = publish_summary()

    @task.stub(
        task_id="archive",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def archive(): ...

    tasks["archive"] = archive()

    tasks["list_arrivals"] >> [tasks["publish_summary"], tasks["archive"]]
    tasks["publish_summary"] >> tasks["archive"]
