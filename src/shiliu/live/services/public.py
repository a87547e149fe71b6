"""What journeys may use of services: what a unit does at its counters, and the address of a contact card."""

from urllib.parse import urlencode

from django.urls import reverse

from shiliu.live.services.cards import queries as cards
from shiliu.live.services.catalogue import queries as catalogue
from shiliu.live.services.clinics import queries as clinics
from shiliu.live.services.hsds.units import register as register_units
from shiliu.live.services.visit.openers import register as register_opener
from shiliu.live.services.windows import hours
from shiliu.live.services.windows import queries as windows

__all__ = [
    "card_address",
    "card_needs",
    "counselling_address",
    "items_of",
    "register_opener",
    "register_units",
    "windows_of",
]


def items_of(unit):
    """Items on offer that a unit answers for, in the order of the catalogue."""
    return catalogue.on_offer().filter(organisation=unit).select_related("category")


def windows_of(unit):
    """Windows in use of a unit, each with `standing` (open now, next opening) and `zone`."""
    found = hours.with_calendars(windows.with_hours(windows.in_use().filter(organisation=unit)))
    for window in found:
        window.standing, window.zone = hours.standing(window), hours.zone_of(window)
    return found


def card_needs():
    """{code: name} of the areas of need a contact card knows."""
    return {need.code: need.name for need in cards.needs()}


def counselling_address():
    """Where times with a counsellor are booked; '' where no clinic offers any."""
    offered = clinics.in_use().filter(kind="counselling").exists()
    return f"{reverse('clinics:clinics')}?{urlencode({'kind': 'counselling'})}" if offered else ""


def card_address(area, codes):
    """Where the contact card of a place with these areas of need is."""
    return f"{reverse('cards:card')}?{urlencode([('place', area.code), *(('need', code) for code in codes)])}"
