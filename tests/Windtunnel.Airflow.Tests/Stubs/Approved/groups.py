# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists 'groups'.
import pendulum
from airflow.sdk import DAG, TaskGroup, task, task_group

tasks = {}

with DAG(
    dag_id="groups",
    schedule="@once",
    start_date=pendulum.datetime(2026, 7, 1, 2, 0, 0, tz="Europe/Berlin"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:

    @task.stub(task_id="class", queue="csharp", retries=0)
    def class_(): ...

    tasks["class"] = class_()

    with TaskGroup(group_id="outer"):

        @task.stub(task_id="create", queue="csharp", retries=0)
        def create(): ...

        tasks["outer.create"] = create()

        with TaskGroup(group_id="inner-most"):

            @task.stub(task_id="work", queue="csharp", retries=0)
            def work(): ...

            tasks["outer.inner-most.work"] = work()

        @task.stub(task_id="drop", queue="csharp", retries=0)
        def drop(): ...

        tasks["outer.drop"] = drop()

    @task_group(group_id="each")
    def each(item):

        @task.stub(task_id="weigh", queue="csharp", retries=0)
        def weigh(): ...

        tasks["each.weigh"] = weigh()

        @task.stub(task_id="book", queue="csharp", retries=0)
        def book(): ...

        tasks["each.book"] = book()

        tasks["each.weigh"] >> tasks["each.book"]

    each.expand(item=tasks["class"])

    tasks["outer.create"].as_setup()
    tasks["outer.drop"].as_teardown(on_failure_fail_dagrun=True)

    tasks["class"] >> tasks["outer.create"]
    tasks["outer.create"] >> [tasks["outer.drop"], tasks["outer.inner-most.work"]]
    tasks["outer.inner-most.work"] >> [tasks["outer.drop"], tasks["each.weigh"]]
