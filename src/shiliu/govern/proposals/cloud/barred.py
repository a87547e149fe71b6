"""What keeps a proposal from being accepted, as journeys know it: matters that are not the unit's to decide. Filled from above.

register("owners", find)         find(proposal) -> a sentence that says what must happen first, or "" """

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

_finders: dict[str, Callable] = {}


def register(name, find):
    if _finders.get(name, find) != find:
        raise ImproperlyConfigured(f"the bar {name!r} is registered twice")
    _finders[name] = find


def why(proposal):
    """The first sentence that says why it cannot be accepted now, or ''."""
    return next((sentence for name in sorted(_finders) if (sentence := _finders[name](proposal))), "")
