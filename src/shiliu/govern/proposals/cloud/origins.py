"""Where a proposal has grown from, as journeys know it. Filled from above, asked from below:

register("cases", find)         find(proposal) -> [Origin]"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Origin:
    """`label` says what it is, `words` are those of whoever wrote it, in `language`."""

    label: str
    words: str
    language: str
    url: str


_finders: dict[str, Callable] = {}


def register(name, find):
    if _finders.get(name, find) != find:
        raise ImproperlyConfigured(f"the origins {name!r} are registered twice")
    _finders[name] = find


def of(proposal):
    return [origin for name in sorted(_finders) for origin in _finders[name](proposal)]
