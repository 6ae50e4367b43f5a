# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_01_05_end_to_end_tests_example_5_dashboard'.
import datetime

from airflow.sdk import DAG, Asset, task

tasks = {}

with DAG(
    dag_id="44_01_05_end_to_end_tests_example_5_dashboard",
    dag_display_name="StrikesToDashboard: dashboard",
    doc_md="**44_01_05 End to end, example 5**, last DAG of three: shows 1.5#1, 1.5#2, 1.5#3 together with the others.\n\nRuns when costs and traffic have both changed, and renders one page: the costliest species, strikes a month and, where flights were\ncounted, strikes for each thousand of them. The page names the events it was made from.\n\nPractice: the condition says what the page needs (both), so that it is never rendered from one new half and one old one.\nWithout it, the page would be rendered twice each morning, the first time wrongly.\n\nConnections: `local_warehouse` (SQLite), `site` (a directory).",
    schedule=(Asset(name="strike_costs", uri="warehouse://species_costs/") & Asset(name="traffic", uri="warehouse://monthly_flights/")),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=16,
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="render_page",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=300),
        owner="wildlife",
    )
    def render_page(): ...

    tasks["render_page"] = render_page()
