"""The kinds of notices, registered by the apps that send them."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Kind:
    """`title` and `text` are lazily translated and may hold %(name)s of the params. An urgent one is not kept for a digest."""

    name: str
    title: str
    text: str
    urgent: bool = False


_kinds: dict[str, Kind] = {}


def register_kind(name, *, title, text, urgent=False):
    kind = Kind(name, title, text, urgent)
    if name in _kinds and _kinds[name] != kind:
        raise ImproperlyConfigured(f"notice kind {name} is registered twice")
    _kinds[name] = kind


def kinds() -> dict[str, Kind]:
    return dict(sorted(_kinds.items()))


def named(name) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise ImproperlyConfigured(f"there is no notice kind {name!r}; register it in registers.py") from None


def known(name) -> Kind | None:
    """The kind, or None for a notice of an app that is no longer installed."""
    return _kinds.get(name)
