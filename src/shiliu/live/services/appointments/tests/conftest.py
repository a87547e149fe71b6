"""The windows of the town and a way to book at the one of the west."""

from datetime import date, datetime, time

import pytest

from shiliu.live.services.appointments import actions
from shiliu.live.services.windows import hours
from shiliu.live.services.windows.tests.town_windows import counters
from shiliu.platform.permissions import ANONYMOUS

__all__ = ["counters"]
TOMORROW = date(2026, 3, 11)


def at(counters, day, *clock):
    return datetime.combine(day, time(*clock), tzinfo=hours.zone_of(counters.west))


@pytest.fixture
def book(counters):
    """book(10, 0, people=1, **contact) -> (appointment, actor with its code) at the west window tomorrow."""

    def make(*clock, people=1, items=None, day=TOMORROW, **contact):
        items = items or [counters.items.card]
        held = actions.hold(
            by=ANONYMOUS, window=counters.west, items=items, starts=at(counters, day, *clock), people=people
        )
        bearer = ANONYMOUS.holding_secret(held.booking.code_hash)
        return actions.confirm(by=bearer, booked=held, **contact), bearer

    return make
