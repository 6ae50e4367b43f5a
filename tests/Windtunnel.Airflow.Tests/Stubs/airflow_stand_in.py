"""Runs stubs as Airflow would, without an Airflow: reads their texts as a JSON list from standard input and prints the list of the graphs
that come of them, each by task with its kind and its downstream tasks.

What it keeps of Airflow 3.3: group prefixes, edges by >> and by expand, and that a mapped group gets its edges when its function ends,
from what it is mapped over to every task that has no upstream within the group by then."""

import json
import sys
import types

scopes = []
graph = {}


class Anything:
    def __init__(self, *args, **kwargs):
        pass

    def __and__(self, other):
        return self

    __or__ = __and__

    @staticmethod
    def ref(**kwargs):
        return Anything()


class Result:
    def __init__(self, *tasks):
        self.tasks = tasks

    def zip(self, *others, fillvalue=None):
        return Result(*self.tasks, *(task for other in others for task in other.tasks))

    concat = zip

    def __rshift__(self, other):
        for downstream in other if isinstance(other, list) else [other]:
            for one in self.tasks:
                for next_one in downstream.tasks:
                    one.draw(next_one)
        return other

    def as_setup(self):
        self.tasks[0].kind = "setup"

    def as_teardown(self, on_failure_fail_dagrun=False):
        self.tasks[0].kind = "teardown"


class Task:
    def __init__(self, task_id, **arguments):
        self.id = scopes[-1].prefixed(task_id)
        self.kind = "task"
        self.downstream = set()
        self.upstream = set()
        assert self.id not in graph, f"{self.id} is there twice"
        graph[self.id] = self
        for scope in scopes:
            scope.tasks.append(self)

    def draw(self, downstream):
        self.downstream.add(downstream.id)
        downstream.upstream.add(self.id)


class Scope:
    def __init__(self, group_id=None, over=(), **arguments):
        self.group_id = group_id
        self.over = over
        self.tasks = []

    def prefixed(self, own):
        return ".".join([scope.group_id for scope in scopes if scope.group_id] + [own])

    def __enter__(self):
        scopes.append(self)
        return self

    def __exit__(self, *error):
        ids = {task.id for task in self.tasks}
        roots = [task for task in self.tasks if task.upstream.isdisjoint(ids)]
        for source in self.over:
            for root in roots:
                source.draw(root)
        scopes.pop()


class Mappable:
    def __init__(self, function, arguments):
        self.function = function
        self.arguments = arguments

    def sources(self, given):
        assert set(given) == set(self.function.__code__.co_varnames[: self.function.__code__.co_argcount])
        return [task for value in given.values() if isinstance(value, Result) for task in value.tasks]


class Stub(Mappable):
    def __call__(self):
        assert self.function.__code__.co_argcount == 0
        return Result(Task(**self.arguments))

    def expand(self, **given):
        task = Task(**self.arguments)
        for source in self.sources(given):
            source.draw(task)
        return Result(task)


class Group(Mappable):
    def expand(self, **given):
        with Scope(over=self.sources(given), **self.arguments):
            self.function(**given)


class Module(types.ModuleType):
    def __getattr__(self, name):
        return Anything


sdk = Module("airflow.sdk")
sdk.DAG = Scope
sdk.TaskGroup = Scope
sdk.task = types.SimpleNamespace(stub=lambda **arguments: lambda function: Stub(function, arguments))
sdk.task_group = lambda **arguments: lambda function: Group(function, arguments)
empty = Module("airflow.providers.standard.operators.empty")
empty.EmptyOperator = lambda **arguments: Result(Task(**arguments))
names = ["airflow", "airflow.providers", "airflow.providers.standard", "airflow.providers.standard.operators"]
sys.modules.update({name: Module(name) for name in [*names, "pendulum", "dateutil", "dateutil.relativedelta"]})
sys.modules.update({"airflow.sdk": sdk, "airflow.providers.standard.operators.empty": empty})


def graph_of(stub):
    graph.clear()
    exec(compile(stub, "stub", "exec"), {})
    return {task.id: [task.kind, *sorted(task.downstream)] for task in graph.values()}


print(json.dumps([graph_of(stub) for stub in json.load(sys.stdin)]))
