"""Migrating without drawing every model anew for every step.

Before each operation Django draws up the classes of all models that hang together with the one it changes, and here nearly all do: five
sixths of the time of migrating. Making a table, a column, an index or a constraint needs that one model and those its foreign keys
point at; only what looks at a table from the other side, and what fills tables, gets them all. `light_migrations()` sees to that, and
`make test-long` compares what comes of it with what Django makes by itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import cached_property
from unittest import mock

from django.db.migrations import operations
from django.db.migrations.state import ProjectState, StateApps
from django.db.migrations.utils import resolve_relation

LOOK_AT_ONE_MODEL = (
    operations.CreateModel, operations.AddField, operations.AddIndex, operations.RemoveIndex,
    operations.AddConstraint, operations.RemoveConstraint, operations.AlterField, operations.RemoveField,
    operations.AlterUniqueTogether,
)  # fmt: skip
Key = tuple[str, str]


@contextlib.contextmanager
def light_migrations() -> Iterator[None]:
    with contextlib.ExitStack() as patches:
        patches.enter_context(mock.patch.object(ProjectState, "apps", property(_All)))
        for operation in LOOK_AT_ONE_MODEL:
            light = _lightly(operation.database_forwards)
            patches.enter_context(mock.patch.object(operation, "database_forwards", light))
        yield


def _lightly(forwards: Callable) -> Callable:
    def run(operation, app_label: str, schema_editor, from_state: ProjectState, to_state: ProjectState) -> None:
        if not (
            isinstance(operation, operations.AlterField) and operation.field.unique
        ):  # foreign keys may point at it
            from_state, to_state = _Few(from_state), _Few(to_state)
            if isinstance(operation, operations.AddField | operations.AlterField):
                from_state.get_model(
                    app_label, operation.model_name
                )  # SQLite puts columns in the order they are drawn in
        forwards(operation, app_label, schema_editor, from_state, to_state)

    return run


class _All:
    """Stands for `state.apps`, and draws them when somebody looks: what is never looked at, as it is mostly, is never drawn."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    def __getattr__(self, name: str):
        return getattr(self._drawn, name)

    @cached_property
    def _drawn(self) -> StateApps:
        return StateApps(self._state.real_apps, self._state.models)


class _Few:
    """A state whose `apps` know the one model that is asked for, and those it needs."""

    def __init__(self, state: ProjectState) -> None:
        self.models, self._state, self._drawn = state.models, state, {}

    @property
    def apps(self) -> _Few:
        return self

    def get_model(self, app_label: str, name: str) -> type:
        key = app_label, name.lower()
        if key not in self._drawn:
            needed: dict[Key, object] = {}
            self._gather(key, needed)
            self._drawn[key] = StateApps([], needed)
        return self._drawn[key].get_model(app_label, name)

    def _gather(self, key: Key, needed: dict) -> None:
        if key in needed:
            return
        needed[key] = model = self.models[key]
        for base in model.bases:
            if isinstance(base, str):
                self._gather(resolve_relation(base, *key), needed)
        for field in model.fields.values():
            if field.remote_field:
                for other in filter(None, (field.remote_field.model, getattr(field.remote_field, "through", None))):
                    self._gather(resolve_relation(other, *key), needed)
