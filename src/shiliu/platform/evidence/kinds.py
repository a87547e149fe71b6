"""The kinds of evidence, registered by the apps that put it down."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Kind:
    """`counts` are the numbers a row of this kind may hold, {key: label}."""

    name: str
    label: str
    counts: tuple


_kinds: dict[str, Kind] = {}


def register_kind(name, *, label, counts=()):
    kind = Kind(name, label, tuple(counts))
    if name in _kinds and _kinds[name] != kind:
        raise ImproperlyConfigured(f"evidence kind {name} is registered twice")
    _kinds[name] = kind


def kinds():
    return dict(sorted(_kinds.items()))


def named(name):
    try:
        return _kinds[name]
    except KeyError:
        raise ImproperlyConfigured(f"there is no evidence kind {name!r}; register it in registers.py") from None
