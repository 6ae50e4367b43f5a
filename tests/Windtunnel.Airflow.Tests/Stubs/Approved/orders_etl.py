# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists 'orders_etl'.
import datetime

import pendulum
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, CronTriggerTimetable, Param, task

tasks = {}

with DAG(
    dag_id="orders_etl",
    doc_md="Orders,\nwith \"quotes\" and \\.",
    schedule=CronTriggerTimetable("0 3 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2026, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    dagrun_timeout=datetime.timedelta(seconds=7200),
    params={
        "days": Param(7, description="How far back.", schema={"type": "integer", "description": "How far back.", "minimum": 1}),
        "shop": Param(None, schema={"type": ["string", "null"]}),
    },
    tags=["etl", "orders"],
) as dag:

    @task.stub(
        task_id="extract",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=90),
    )
    def extract(): ...

    tasks["extract"] = extract()

    @task.stub(task_id="price", queue="csharp", retries=0)
    def price(item): ...

    tasks["price"] = price.expand(item=tasks["extract"])

    @task.stub(
        task_id="total",
        queue="csharp-big",
        trigger_rule="none_failed",
        retries=0,
        pool="db",
        pool_slots=2,
        doc_md="Sums up.",
    )
    def total(): ...

    tasks["total"] = total()

    tasks["done"] = EmptyOperator(task_id="done", trigger_rule="all_done", retries=0)

    tasks["price"] >> tasks["total"]
    tasks["total"] >> tasks["done"]
