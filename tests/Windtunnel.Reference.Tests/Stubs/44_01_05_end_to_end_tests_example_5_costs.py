# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_01_05_end_to_end_tests_example_5_costs'.
import datetime

from airflow.sdk import DAG, Asset, task

tasks = {}

with DAG(
    dag_id="44_01_05_end_to_end_tests_example_5_costs",
    dag_display_name="StrikesToDashboard: costs",
    doc_md="**44_01_05 End to end, example 5**, second DAG of three: shows 1.5#1, 1.5#2, 1.5#3 together with the others.\n\nRuns when strikes were loaded or a correction came. Applies the corrections among the events that triggered it, each once, then sums\nup costs by species.\n\nPractice: it reads what triggered it and not \"everything since yesterday\". Without it, a correction is applied twice or never,\ndepending on how long a run took.\n\nConnections: `local_warehouse` (SQLite).",
    schedule=(Asset(name="strikes", uri="warehouse://strikes/") | Asset(name="strike_corrections", uri="queue://strike-corrections/")),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=16,
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="apply_corrections",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="wildlife",
    )
    def apply_corrections(): ...

    tasks["apply_corrections"] = apply_corrections()

    @task.stub(
        task_id="sum_up",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        outlets=[Asset(name="strike_costs", uri="warehouse://species_costs/")],
        owner="wildlife",
    )
    def sum_up(): ...

    tasks["sum_up"] = sum_up()

    tasks["apply_corrections"] >> tasks["sum_up"]
