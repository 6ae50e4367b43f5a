# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_01_02_end_to_end_tests_example_2'.
import datetime

import pendulum
from airflow.sdk import DAG, CronTriggerTimetable, Param, task

tasks = {}

with DAG(
    dag_id="44_01_02_end_to_end_tests_example_2",
    dag_display_name="DelayRouting",
    doc_md="**44_01_02 End to end, example 2** shows 1.2#1, 1.2#2, 1.2#3.\n\nTakes the flights of the run's day and lets them decide the route: passengers of late flights are told, passengers of very late\nones are booked anew, a board shows both. A day without flights stops at the gate. The day is audited however it ended.\n\nPractice: a watcher that fails when any task failed. Without it this run would be green on its worst day, because the audit,\nits last task, runs whatever happened and succeeds. The join's rule is none_failed_min_one_success: with Airflow's default rule\nit would be skipped whenever one of the routes is.\n\nConnections: `flights_inbox`, `outbox`, `oncall` (directories). Params: `late_minutes`, `very_late_minutes`.",
    schedule=CronTriggerTimetable("55 23 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    params={
        "late_minutes": Param(15, schema={"type": "integer"}),
        "very_late_minutes": Param(120, schema={"type": "integer"}),
    },
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="classify_flights",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def classify_flights(): ...

    tasks["classify_flights"] = classify_flights()

    @task.stub(
        task_id="any_flights",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def any_flights(): ...

    tasks["any_flights"] = any_flights()

    @task.stub(
        task_id="choose_route",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def choose_route(): ...

    tasks["choose_route"] = choose_route()

    @task.stub(
        task_id="tell_passengers",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def tell_passengers(): ...

    tasks["tell_passengers"] = tell_passengers()

    @task.stub(
        task_id="rebook_passengers",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def rebook_passengers(): ...

    tasks["rebook_passengers"] = rebook_passengers()

    @task.stub(
        task_id="publish_board",
        queue="csharp",
        trigger_rule="none_failed_min_one_success",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def publish_board(): ...

    tasks["publish_board"] = publish_board()

    @task.stub(
        task_id="write_audit",
        queue="csharp",
        trigger_rule="all_done",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def write_audit(): ...

    tasks["write_audit"] = write_audit()

    @task.stub(
        task_id="watcher",
        queue="csharp",
        trigger_rule="one_failed",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="operations",
    )
    def watcher(): ...

    tasks["watcher"] = watcher()

    tasks["classify_flights"] >> [
        tasks["any_flights"],
        tasks["choose_route"],
        tasks["tell_passengers"],
        tasks["rebook_passengers"],
        tasks["write_audit"],
        tasks["watcher"],
    ]
    tasks["any_flights"] >> tasks["choose_route"]
    tasks["choose_route"] >> [tasks["tell_passengers"], tasks["rebook_passengers"]]
    tasks["tell_passengers"] >> [tasks["publish_board"], tasks["watcher"]]
    tasks["rebook_passengers"] >> [tasks["publish_board"], tasks["watcher"]]
    tasks["publish_board"] >> [tasks["write_audit"], tasks["watcher"]]
    tasks["write_audit"] >> tasks["watcher"]
