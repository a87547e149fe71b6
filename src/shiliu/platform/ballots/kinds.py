"""The kinds of keys there are: filled from above by `register`, so that no key is made of which nobody says when it goes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Kind:
    """`needed()`: ids of the things whose key must be there now. `lost`: a lazy sentence with %(numbers)s or %(count)s of those whose key is
    not, and what to do; `grave` when what was already said is lost with it."""

    name: str
    needed: Callable[[], Iterable]
    lost: object
    grave: bool = False

    def needed_now(self):
        return {str(id) for id in self.needed()}


_kinds: dict[str, Kind] = {}


def register(name, *, needed, lost, grave=False):
    """From registers.py of the app whose things have keys. Raises ImproperlyConfigured for a name that is taken."""
    kind = Kind(name, needed, lost, grave)
    if _kinds.get(name, kind) != kind:
        raise ImproperlyConfigured(f"the kind of key {name} is registered twice")
    _kinds[name] = kind


def of(name):
    """The Kind of that name. Raises LookupError."""
    if name not in _kinds:
        raise LookupError(f"nobody says until when a key of {name} is needed: register the kind")
    return _kinds[name]


def registered():
    return dict(_kinds)
