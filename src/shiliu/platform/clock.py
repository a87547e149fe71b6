"""The one place that knows what time it is, so that tests and the demo can live at another moment."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment = ContextVar("moment", default=None)


def now():
    """The current aware moment."""
    return _moment.get() or timezone.now()


@contextmanager
def at_time(moment):
    """Inside the block every action believes that it is `moment` (aware)."""
    if timezone.is_naive(moment):
        raise ValueError(f"{moment} has no time zone")
    token = _moment.set(moment)
    try:
        yield moment
    finally:
        _moment.reset(token)
