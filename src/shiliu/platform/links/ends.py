"""What can stand at the end of a link."""

from django.core.exceptions import ImproperlyConfigured

_ends: dict[str, type] = {}


class Unknown(LookupError):
    """This thing is of no registered type, or is not there."""


def register_end(name, model):
    """`name` ("circle.gap") is what rows keep, whatever becomes of the model's own name."""
    if _ends.get(name, model) is not model or any(other is model for key, other in _ends.items() if key != name):
        raise ImproperlyConfigured(f"the end {name} is registered twice")
    _ends[name] = model


def name_of(thing):
    found = next((name for name, model in _ends.items() if isinstance(thing, model)), None)
    if found is None:
        raise Unknown(f"{thing._meta.label} is no end of a link")
    return found


def model_of(name):
    """The model of a registered name, or None."""
    return _ends.get(name)
