# Written by `windtunnel export --airflow 3.3`. Change the C# and export again.
# This file carries the structure of the DAG. Its tasks run in the bundle that lists '44_02_06_test_environment_setup_example_6'.
import datetime

import pendulum
from airflow.sdk import DAG, Param, task

tasks = {}

with DAG(
    dag_id="44_02_06_test_environment_setup_example_6",
    dag_display_name="Parity",
    doc_md="**44_02_06 Test environment setup** shows 2.6#1, 2.6#2, 2.6#3.\n\nTakes the fingerprint of two environments, each from within: the worker (system, runtime, culture, time zone data, packages) and its\ndatabase (version, encoding, collation, time zone, extensions, a digest of the tables). What differs is ranked by what it can break,\nand a branch decides: results can be trusted, with remarks where runs may fail or take another time, or not at all.\n\nPractice: a green test is worth as much as its environment is like the one that counts. Without it, a collation that sorts\notherwise or a table without its unique index is found in production, by a result that no test could have shown.\n\nConnections: `reference_database`, `candidate_database` (SQL), `reports` (a directory). Param: `accepted` (facts that may differ).",
    schedule=None,
    start_date=pendulum.datetime(2001, 1, 1, 0, 0, 0, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    params={
        "accepted": Param([], schema={"type": "array", "items": {"type": "string"}}),
    },
    tags=["reference", "advanced", "beginner", "success"],
) as dag:

    @task.stub(
        task_id="fingerprint_reference",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def fingerprint_reference(): ...

    tasks["fingerprint_reference"] = fingerprint_reference()

    @task.stub(
        task_id="fingerprint_candidate",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def fingerprint_candidate(): ...

    tasks["fingerprint_candidate"] = fingerprint_candidate()

    @task.stub(
        task_id="compare",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def compare(): ...

    tasks["compare"] = compare()

    @task.stub(
        task_id="decide",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def decide(): ...

    tasks["decide"] = decide()

    @task.stub(
        task_id="certify",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def certify(): ...

    tasks["certify"] = certify()

    @task.stub(
        task_id="certify_with_remarks",
        queue="csharp",
        retries=2,
        retry_delay=datetime.timedelta(seconds=60),
        owner="platform",
    )
    def certify_with_remarks(): ...

    tasks["certify_with_remarks"] = certify_with_remarks()

    @task.stub(task_id="refuse", queue="csharp", retries=0, owner="platform")
    def refuse(): ...

    tasks["refuse"] = refuse()

    tasks["fingerprint_reference"] >> tasks["compare"]
    tasks["fingerprint_candidate"] >> tasks["compare"]
    tasks["compare"] >> [
        tasks["decide"],
        tasks["certify"],
        tasks["certify_with_remarks"],
        tasks["refuse"],
    ]
    tasks["decide"] >> [tasks["certify"], tasks["certify_with_remarks"], tasks["refuse"]]
