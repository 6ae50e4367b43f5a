# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_04_03_database_mocking'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, Param, task

tasks = {}

with DAG(
    dag_id="44_04_03_database_mocking",
    dag_display_name="FareDatabase",
    doc_md="**44_04_03 Database mocking** shows 4.3#1, 4.3#2, 4.3#3, 4.3#4.\n\nKeeps the routes of the delivered flights, quotes a fare for each in one transaction, and checks that none is missing.\n\nPractice: the body meets a database behind ADO.NET, so a test gives it one that answers as scripted, one in memory, or a real\nserver. What cannot be had from a real one on demand is scripted: a deadlock, a connection that is lost in mid-commit. Without it,\nthe path that handles a deadlock runs for the first time in production. A double alone proves nothing about SQL: the same tests\nrun on SQLite and PostgreSQL, and where these differ is reported.\n\nConnections: `fares` (SQL), `flights_inbox` (a directory). Params: `base_cents`, `cents_per_mile`.",
    schedule=CronTriggerTimetable("30 2 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    params={
        "base_cents": Param(4900, schema={"type": "integer"}),
        "cents_per_mile": Param(11, schema={"type": "integer"}),
    },
    tags=["reference", "testing", "intermediate", "success"],
) as dag:

    @task.stub(
        task_id="load_routes",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="revenue",
    )
    def load_routes(): ...

    tasks["load_routes"] = load_routes()

    @task.stub(
        task_id="quote_routes",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="revenue",
    )
    def quote_routes(): ...

    tasks["quote_routes"] = quote_routes()

    @task.stub(
        task_id="audit_quotes",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="revenue",
    )
    def audit_quotes(): ...

    tasks["audit_quotes"] = audit_quotes()

    tasks["load_routes"] >> tasks["quote_routes"]
    tasks["quote_routes"] >> tasks["audit_quotes"]
