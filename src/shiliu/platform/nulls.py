"""The character NUL, which nobody types, which PostgreSQL cannot keep, and which tries to get past checks of names."""

from django.core.exceptions import BadRequest


class NullFound(BadRequest):
    """A request that holds the character NUL anywhere."""


def has_null(value):
    """Whether a NUL stands in a text, or anywhere in lists and dictionaries of such."""
    if isinstance(value, str):
        return "\0" in value
    parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(has_null, parts))


def refuse_nulls(request):
    """NullFound for a NUL in the address, a header or a cookie (site.middleware.NoNulls looks there), or in the form."""
    if getattr(request, "holds_null", False):
        raise NullFound
    for asked in (request.GET, request.POST):
        if any(has_null(name) or has_null(values) for name, values in asked.lists()):
            raise NullFound


def refuses_nulls(view):
    """For views that answer programs in words of their own: they call refuse_nulls themselves."""
    view.refuses_nulls = True
    return view
