# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_01_03_end_to_end_tests_example_3'.
import datetime

import pendulum
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, CronTriggerTimetable, Param, task, task_group

tasks = {}

with DAG(
    dag_id="44_01_03_end_to_end_tests_example_3",
    dag_display_name="AirportFanOut",
    doc_md="**44_01_03 End to end, example 3** shows 1.3#1, 1.3#2, 1.3#3.\n\nSplits the delivered flights by the airport they leave from, and maps over the airports: each is looked up, and in a mapped task\ngroup its departures are read and its card is written. A last task reduces all cards to one ranking.\n\nPractice: one map index for each airport. An airport that fails is retried alone, one with too few flights is skipped alone, and\nthe ranking of the others is published; that one is missing is seen by the run, which fails. Without it, one bad airport hides\nthree hundred good ones, or, if the ranking alone decides, nobody ever learns that it is gone.\n\nConnections: `flights_inbox`, `airports`, `workspace`, `reports` (directories). Params: `late_minutes`, `least_flights`.",
    schedule=CronTriggerTimetable("0 4 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=16,
    params={
        "late_minutes": Param(15, schema={"type": "integer"}),
        "least_flights": Param(2, schema={"type": "integer"}),
    },
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="split_by_airport",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="airport-quality",
    )
    def split_by_airport(): ...

    tasks["split_by_airport"] = split_by_airport()

    @task.stub(
        task_id="look_up",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="airport-quality",
    )
    def look_up(item): ...

    tasks["look_up"] = look_up.expand(item=tasks["split_by_airport"])

    @task_group(group_id="airport")
    def airport(item):

        @task.stub(
            task_id="read_departures",
            queue="csharp",
            retries=2,
            retry_delay=datetime.timedelta(seconds=300),
            owner="airport-quality",
        )
        def read_departures(): ...

        tasks["airport.read_departures"] = read_departures()

        @task.stub(
            task_id="write_card",
            queue="csharp",
            retries=2,
            retry_delay=datetime.timedelta(seconds=300),
            owner="airport-quality",
        )
        def write_card(): ...

        tasks["airport.write_card"] = write_card()

        tasks["airport.read_departures"] >> tasks["airport.write_card"]

    airport.expand(item=tasks["split_by_airport"])

    @task.stub(
        task_id="publish_ranking",
        queue="csharp",
        trigger_rule="all_done",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="airport-quality",
    )
    def publish_ranking(): ...

    tasks["publish_ranking"] = publish_ranking()

    tasks["every_airport_told"] = EmptyOperator(
        task_id="every_airport_told",
        trigger_rule="none_failed",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="airport-quality",
    )

    tasks["split_by_airport"] >> [tasks["airport.write_card"], tasks["publish_ranking"]]
    tasks["look_up"] >> [tasks["publish_ranking"], tasks["every_airport_told"]]
    tasks["airport.write_card"] >> [tasks["publish_ranking"], tasks["every_airport_told"]]
