# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists 'mappings'.
from airflow.sdk import DAG, task

tasks = {}

with DAG(
    dag_id="mappings",
    schedule=None,
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
) as dag:

    @task.stub(task_id="numbers", queue="csharp", retries=0)
    def numbers(): ...

    tasks["numbers"] = numbers()

    @task.stub(task_id="names", queue="csharp", retries=0)
    def names(): ...

    tasks["names"] = names()

    @task.stub(task_id="literal", queue="csharp", retries=0)
    def literal(item): ...

    tasks["literal"] = literal.expand(item=list(range(2)))

    @task.stub(task_id="literal_zip", queue="csharp", retries=0)
    def literal_zip(item): ...

    tasks["literal_zip"] = literal_zip.expand(item=list(range(2)))

    @task.stub(task_id="zip", queue="csharp", retries=0)
    def zip(item): ...

    tasks["zip"] = zip.expand(item=tasks["numbers"].zip(tasks["names"]))

    @task.stub(task_id="longest", queue="csharp", retries=0)
    def longest(item): ...

    tasks["longest"] = longest.expand(item=tasks["numbers"].zip(tasks["names"], fillvalue=None))

    @task.stub(task_id="concat", queue="csharp", retries=0)
    def concat(item): ...

    tasks["concat"] = concat.expand(item=tasks["numbers"].concat(tasks["numbers"]))

    @task.stub(task_id="cross", queue="csharp", retries=0)
    def cross(item1, item2, item3): ...

    tasks["cross"] = cross.expand(
        item1=tasks["numbers"],
        item2=tasks["names"],
        item3=list(range(2)),
    )
