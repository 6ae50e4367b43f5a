# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_04_02_mocking_airflow_context'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, Param, task

tasks = {}

with DAG(
    dag_id="44_04_02_mocking_airflow_context",
    dag_display_name="ContextDoubles",
    doc_md="**44_04_02 Mocking the context** shows 4.2#1, 4.2#2, 4.2#3, 4.2#4.\n\nCounts the delays of the run's day and writes a digest: for whom says a variable, what counts as late a param, where it goes the\nnumber of the try. On the first of a month it is marked as the month's first; a day without flights is skipped.\n\nPractice: a body is run alone, with a context of the test's making, so that every branch of it costs one short test. Without it,\nsuch branches are only reached by whole runs that happen to have the right date, try or variable, so nobody reaches them. The\ndouble is strict: what a body asks for and was not given is an error, never an empty default that lets a wrong body pass.\n\nConnections: `flights_inbox`, `outbox`, `reports` (directories). Param: `late_minutes`. Variable: `digest_audience` (optional).",
    schedule=CronTriggerTimetable("55 23 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    params={
        "late_minutes": Param(15, schema={"type": "integer"}),
    },
    tags=["reference", "testing", "intermediate", "success"],
) as dag:

    @task.stub(
        task_id="count_delays",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def count_delays(): ...

    tasks["count_delays"] = count_delays()

    @task.stub(
        task_id="write_digest",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def write_digest(): ...

    tasks["write_digest"] = write_digest()

    tasks["count_delays"] >> tasks["write_digest"]
