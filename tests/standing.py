"""What many tests start from is built once a process, by the same actions as ever; afterwards its rows are put back as they were.

Building the town and its catalogue takes a hundred milliseconds and more; repeating the statements that put the rows back, which
were composed once, takes a twentieth of that."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from django.apps import apps
from django.core.management.color import no_style
from django.db import IntegrityError, connection, models, transaction

_kept: dict[str, tuple[list[tuple[str, object]], bytes]] = {}


def standing(name: str, build: Callable[[], object]) -> object:
    """What `build()` gives, with the rows it makes in the database; a copy of its own for each test."""
    if name in _kept:
        statements, made = _kept[name]
        if _repeat(statements):
            return pickle.loads(made)
    before = {model: {row.pk: _values(row) for row in _all(model)} for model in _tables()}
    made = build()
    new, changed = {}, []
    for model, known in before.items():
        rows = list(_all(model))
        if fresh := [row for row in rows if row.pk not in known]:
            new[model] = fresh
        changed += [row for row in rows if row.pk in known and _values(row) != known[row.pk]]
        assert known.keys() <= {row.pk for row in rows}, (
            f"{name} deletes a row of {model.__name__}; such is not put back"
        )
    _kept[name] = _statements(new, changed), pickle.dumps(made)
    return made


def _statements(
    rows: dict[type[models.Model], list[models.Model]], changed: list[models.Model]
) -> list[tuple[str, object]]:
    """(SQL, parameters) of all that puts `rows` into their tables and the counters of their ids behind them, and gives rows
    that stood there already what they hold now; none is executed."""
    written = []

    def write_down(_execute, sql, params, many, context) -> None:
        written.append((sql, params))

    with connection.execute_wrapper(write_down):
        for model, members in rows.items():
            fields = [field for field in model._meta.concrete_fields if not field.generated]
            _all(model)._insert(members, fields=fields, using=connection.alias)
        for row in changed:
            _all(type(row)).filter(pk=row.pk).update(**_values(row))
    if connection.vendor != "postgresql":
        return written
    # In one go: thirty times to the server and back took ten milliseconds of each test, most of them spent on the way.
    reset = [statement.rstrip(";") for statement in connection.ops.sequence_reset_sql(no_style(), list(rows))]
    return [(";".join([connection.ops.compose_sql(sql, params) for sql, params in written] + reset), None)]


def _repeat(statements: list[tuple[str, object]]) -> bool:
    """False when a test made rows of its own first whose ids are taken now: then everything is built anew."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
    except IntegrityError:
        return False
    return True


def _values(row: models.Model) -> dict[str, object]:
    fields = [field for field in row._meta.concrete_fields if not field.generated and not field.primary_key]
    return {field.attname: getattr(row, field.attname) for field in fields}


def _all(model: type[models.Model]) -> models.QuerySet:
    return models.QuerySet(model)


def _tables() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]
