# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_02_02_test_environment_setup_example_2'.
import datetime

import pendulum
from airflow.sdk import DAG, CronDataIntervalTimetable, task

tasks = {}

with DAG(
    dag_id="44_02_02_test_environment_setup_example_2",
    dag_display_name="WholeStack",
    doc_md="**44_02_02 Test environment setup, example 2** shows 2.2#1, 2.2#2, 2.2#3.\n\nAsks an API for the flights of the run's day, keeps its answer in object storage as it came, loads what is good of it into\nPostgreSQL, and mails how much that was.\n\nPractice: the four systems are declared once, under the names of the connections that lead to them. They start together, each is\nready when it answered real use, the report says which of them took how long, and a system that does not come up or dies is named\nwith its last output. Without it, a test waits for a port that is open too early, and a failure shows as a timeout somewhere else.\n\nThe answer is kept before it is read, so a day can be loaded again without asking the API again.\n\nConnections: `flights_api` (HTTP), `lake` (object storage with a bucket `flights`), `warehouse` (PostgreSQL), `ops_mail` (SMTP).",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="keep_answer",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def keep_answer(): ...

    tasks["keep_answer"] = keep_answer()

    @task.stub(
        task_id="load_day",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def load_day(): ...

    tasks["load_day"] = load_day()

    @task.stub(
        task_id="mail_summary",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="flight-data",
    )
    def mail_summary(): ...

    tasks["mail_summary"] = mail_summary()

    tasks["keep_answer"] >> tasks["load_day"]
    tasks["load_day"] >> tasks["mail_summary"]
