# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_01_04_end_to_end_tests_example_4'.
import datetime

import pendulum
from airflow.sdk import DAG, CronDataIntervalTimetable, task

tasks = {}

with DAG(
    dag_id="44_01_04_end_to_end_tests_example_4",
    dag_display_name="WeatherYear",
    doc_md="**44_01_04 End to end, example 4** shows 1.4#1, 1.4#2, 1.4#3.\n\nFor each day of 2015 in Seattle, waits for the station's file, keeps the day as one partition, and publishes the newest day. A file\nmay come hours late; a day whose file does not come is noted as missing and skipped, and is made up for when the file is there\nand the day's run is cleared. Delivered twice, the newest file counts.\n\nPractice: a run works on its data interval and never on \"now\", and its partition is replaced as a whole. Without it, catching up\nloads today's file 365 times, rates of the days on which clocks change are wrong by an hour, and a rerun doubles the day. The\nsensor reschedules: a late file holds no worker. Only the latest run publishes: catching up sends no page for days long past.\n\nConnections: `weather_inbox`, `weather_store`, `board` (directories).",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="America/Los_Angeles"),
    start_date=pendulum.datetime(2015, 1, 1, 0, 0, 0, tz="America/Los_Angeles"),
    end_date=pendulum.datetime(2015, 12, 31, 0, 0, 0, tz="America/Los_Angeles"),
    catchup=True,
    max_active_runs=16,
    max_active_tasks=16,
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="await_delivery",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="meteorology",
    )
    def await_delivery(): ...

    tasks["await_delivery"] = await_delivery()

    @task.stub(
        task_id="load_day",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="meteorology",
    )
    def load_day(): ...

    tasks["load_day"] = load_day()

    @task.stub(
        task_id="note_missing",
        queue="csharp",
        trigger_rule="all_skipped",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="meteorology",
    )
    def note_missing(): ...

    tasks["note_missing"] = note_missing()

    @task.stub(
        task_id="latest_only",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="meteorology",
    )
    def latest_only(): ...

    tasks["latest_only"] = latest_only()

    @task.stub(
        task_id="publish_latest",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="meteorology",
    )
    def publish_latest(): ...

    tasks["publish_latest"] = publish_latest()

    tasks["await_delivery"] >> [tasks["load_day"], tasks["note_missing"]]
    tasks["load_day"] >> tasks["publish_latest"]
    tasks["latest_only"] >> tasks["publish_latest"]
