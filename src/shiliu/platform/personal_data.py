"""What the site keeps about one person, app by app, so that it can be handed over whole and erased whole.

Every app registers its part at start; a test walks all tables that point at a person and fails for one nobody owns.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from shiliu.foundation.models import Person


@dataclass(frozen=True)
class PersonalData:
    """`export` gives JSON-able data; `erase` removes the rows or lets go of the person.

    `tables` are the tables ("cases.Case") with a key to a person that the two functions answer for."""

    name: str
    export: Callable[[Person], dict | list]
    erase: Callable[[Person], None]
    tables: frozenset[str]


_parts: dict[str, PersonalData] = {}


def register_personal_data(name: str, export_fn, erase_fn, *, tables: Iterable[str] = ()):
    """`name` is the heading in the exported file; without `tables` it must itself name a table."""
    part = PersonalData(name, export_fn, erase_fn, frozenset(tables) or frozenset({name}))
    if name in _parts and _parts[name] != part:
        raise ImproperlyConfigured(f"personal data {name!r} is registered twice")
    _parts[name] = part


def export_all(person: Person) -> dict[str, dict | list]:
    """Everything the site keeps about the person, by registered name."""
    return {name: part.export(person) for name, part in sorted(_parts.items())}


def erase_all(person: Person):
    """Erases every app's part, within the caller's transaction; the person's own row is the caller's to delete."""
    for _name, part in sorted(_parts.items()):
        part.erase(person)


def tables_about_people() -> dict[str, list[str]]:
    """{"app.Table": [fields that point at a person]} over all installed apps, link tables included."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        fields = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and field.related_model is Person
        ]
        if fields:
            found[model._meta.label] = fields
    return found


def registered_tables() -> frozenset[str]:
    return frozenset(table for part in _parts.values() for table in part.tables)
