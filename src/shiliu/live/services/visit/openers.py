"""What else a code may open that a person shows at the window. Filled from above, asked from below:

register("cases", open_case)         open_case(request, code) -> the address it opens from now on, or None"""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

_openers: dict[str, Callable] = {}


def register(name, opener):
    if _openers.get(name, opener) != opener:
        raise ImproperlyConfigured(f"the opener {name!r} is registered twice")
    _openers[name] = opener


def address_of(request, code):
    """The address that one of the openers knows for the code, or None."""
    return next((url for opener in _openers.values() if (url := opener(request, code))), None)
