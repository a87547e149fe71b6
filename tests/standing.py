"""What many tests start from is built once a process, by the same actions as ever; afterwards its rows are put back as they were.

Building the town and its catalogue takes a hundred milliseconds and more; putting the rows back takes a tenth of that."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from django.apps import apps
from django.core.management.color import no_style
from django.db import IntegrityError, connection, models, transaction

_kept: dict[str, tuple[dict[type[models.Model], list[models.Model]], object]] = {}


def standing(name: str, build: Callable[[], object]) -> object:
    """What `build()` gives, with the rows it makes in the database; a copy of its own for each test."""
    if name in _kept:
        rows, made = _kept[name]
        if _put_back(rows):
            return deepcopy(made)
    before = {model: set(_all(model).values_list("pk", flat=True)) for model in _tables()}
    made = build()
    rows = {model: [row for row in _all(model) if row.pk not in known] for model, known in before.items()}
    _kept[name] = {model: new for model, new in rows.items() if new}, deepcopy(made)
    return made


def _put_back(rows: dict[type[models.Model], list[models.Model]]) -> bool:
    """False when a test made rows of its own first whose ids are taken now: then everything is built anew."""
    try:
        with transaction.atomic():
            for model, members in rows.items():
                _all(model).bulk_create(members)
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
                    cursor.execute(statement)
    except IntegrityError:
        return False
    return True


def _all(model: type[models.Model]) -> models.QuerySet:
    return models.QuerySet(model)


def _tables() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]
