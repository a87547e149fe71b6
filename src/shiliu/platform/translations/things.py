"""What can be translated: which fields of which thing."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Sort:
    """`name` is what rows keep, whatever becomes of the model's own name."""

    name: str
    model: type
    fields: tuple[str, ...]


_sorts: dict[str, Sort] = {}


def register(name, model, fields):
    """Things of `model` (which have a `language`) are translated field by field."""
    sort = Sort(name, model, tuple(fields))
    if _sorts.get(name, sort) != sort:
        raise ImproperlyConfigured(f"{name} is registered twice for translation")
    _sorts[name] = sort


def sort_of(thing):
    found = next((sort for sort in _sorts.values() if isinstance(thing, sort.model)), None)
    if found is None:
        raise ImproperlyConfigured(f"{thing._meta.label} is not registered for translation")
    return found
