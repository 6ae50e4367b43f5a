# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists 'nested.groups-1'.
from airflow.sdk import DAG, TaskGroup, task, task_group

tasks = {}

with DAG(
    dag_id="nested.groups-1",
    schedule=None,
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:

    @task.stub(task_id="list", queue="csharp", retries=0)
    def list_(): ...

    tasks["list"] = list_()

    @task.stub(task_id="create", queue="csharp", retries=0)
    def create(): ...

    tasks["create"] = create()

    @task.stub(task_id="drop", queue="csharp", retries=0)
    def drop(): ...

    tasks["drop"] = drop()

    @task_group(group_id="each")
    def each(item):

        @task.stub(task_id="weigh", queue="csharp", retries=0)
        def weigh(): ...

        tasks["each.weigh"] = weigh()

        with TaskGroup(group_id="inner"):

            @task.stub(task_id="one.1", queue="csharp", retries=0)
            def one_1(): ...

            tasks["each.inner.one.1"] = one_1()

            @task.stub(task_id="two", queue="csharp", trigger_rule="one_failed", retries=0)
            def two(): ...

            tasks["each.inner.two"] = two()

        @task.stub(
            task_id="item",
            queue="csharp",
            trigger_rule="none_failed_min_one_success",
            retries=0,
        )
        def item_(): ...

        tasks["each.item"] = item_()

        tasks["each.weigh"] >> tasks["each.inner.one.1"]
        tasks["each.inner.one.1"] >> tasks["each.inner.two"]
        tasks["each.inner.two"] >> tasks["each.item"]

    each.expand(item=tasks["list"])

    tasks["create"].as_setup()
    tasks["drop"].as_teardown()

    tasks["list"] >> tasks["create"]
    tasks["create"] >> [tasks["drop"], tasks["each.weigh"]]
    tasks["each.item"] >> tasks["drop"]
