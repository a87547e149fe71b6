"""The channels that settings.NOTICE_CHANNELS names."""

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from shiliu.platform.notices.contract import Channel


def channels() -> dict[str, Channel]:
    """All channels by name, in the order of the setting."""
    return _made(tuple(settings.NOTICE_CHANNELS))


def channel(name) -> Channel | None:
    """The channel, or None when the installation no longer has it."""
    return channels().get(name)


@lru_cache(maxsize=8)
def _made(paths):
    made = {}
    for path in paths:
        new = import_string(path)()
        if new.name in made:
            raise ImproperlyConfigured(f"two notice channels are called {new.name!r}")
        made[new.name] = new
    return made
