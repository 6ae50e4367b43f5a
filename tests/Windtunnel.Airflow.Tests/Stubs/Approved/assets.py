# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists 'assets'.
import datetime

import pendulum
from airflow.sdk import (
    DAG,
    Asset,
    AssetAlias,
    AssetOrTimeSchedule,
    MultipleCronTriggerTimetable,
    task,
)

tasks = {}

with DAG(
    dag_id="assets",
    schedule=AssetOrTimeSchedule(timetable=MultipleCronTriggerTimetable("0 0 * * *", "0 12 * * 1", timezone="UTC"), assets=((Asset(name="raw", uri="s3://lake/raw", group="lake", extra={"owner": "us", "live": True}) & Asset(name="clean", uri="clean")) | AssetAlias("any"))),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:

    @task.stub(
        task_id="publish",
        queue="csharp",
        retries=1,
        retry_delay=datetime.timedelta(seconds=300),
        retry_exponential_backoff=3,
        max_retry_delay=datetime.timedelta(seconds=3600),
        priority_weight=7,
        weight_rule="absolute",
        max_active_tis_per_dag=4,
        max_active_tis_per_dagrun=2,
        depends_on_past=True,
        inlets=[Asset(name="raw", uri="s3://lake/raw", group="lake", extra={"owner": "us", "live": True})],
        outlets=[Asset(name="clean", uri="clean"), AssetAlias("any")],
        start_date=pendulum.datetime(2026, 1, 2, 2, 4, 5, tz="UTC"),
        owner="us",
    )
    def publish(): ...

    tasks["publish"] = publish()
