"""What the app that books says about its kind of provider: how people are reminded and told."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Kind:
    """`remind(booking)` and `offer(booking)` send the notice, inside the transaction in which the booking is marked; `forget(bookings)`
    clears what the app itself keeps about whoever booked, when the retention is over or they ask for it; `export(booking)` tells it."""

    name: str
    remind: Callable
    offer: Callable
    forget: Callable
    export: Callable = lambda _booking: {}


_kinds: dict[str, Kind] = {}


def register_kind(
    name, *, remind, offer=lambda _booking: None, forget=lambda _bookings: None, export=lambda _booking: {}
):
    kind = Kind(name, remind, offer, forget, export)
    if name in _kinds and _kinds[name] != kind:
        raise ImproperlyConfigured(f"the kind of provider {name} is registered twice")
    _kinds[name] = kind


def register_bookable(name, bookable):
    """A provider whose app describes it as a `bookable.Bookable`."""
    register_kind(
        name, remind=bookable.remind, offer=bookable.offer, forget=bookable.forget_bookings, export=bookable.export
    )


def kind_of(provider) -> Kind | None:
    """The kind of "kind:id", or None for a provider of an app that is no longer installed."""
    return _kinds.get(provider.partition(":")[0])


def kinds():
    return dict(sorted(_kinds.items()))
