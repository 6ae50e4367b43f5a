# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists 'filled_in_turns'.
from airflow.sdk import DAG, TaskGroup, task

tasks = {}

with DAG(
    dag_id="filled_in_turns",
    schedule=None,
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:

    with TaskGroup(group_id="second"):

        @task.stub(task_id="list", queue="csharp", retries=0)
        def list_(): ...

        tasks["second.list"] = list_()

        @task.stub(task_id="late", queue="csharp", retries=0)
        def late(): ...

        tasks["second.late"] = late()

    with TaskGroup(group_id="first"):

        @task.stub(task_id="begin", queue="csharp", retries=0)
        def begin(): ...

        tasks["first.begin"] = begin()

        @task.stub(task_id="mapped", queue="csharp", retries=0)
        def mapped(item): ...

        tasks["first.mapped"] = mapped.expand(item=tasks["second.late"])

    @task.stub(task_id="sums", queue="csharp", retries=0)
    def sums(item): ...

    tasks["sums"] = sums.expand(item=tasks["first.mapped"])
