"""A provider of its own for tests, whose reminders and offers are written down."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from shiliu.platform import bookings
from shiliu.platform.bookings import kinds
from shiliu.platform.bookings.arithmetic import cut

PROVIDER = "test:1"


@pytest.fixture
def told(monkeypatch):
    """SimpleNamespace(reminded=[], offered=[], forgotten=[]) of ids; the kind "test" stands only for this test."""
    heard = SimpleNamespace(reminded=[], offered=[], forgotten=[])
    monkeypatch.setattr(kinds, "_kinds", {})
    bookings.register_kind(
        "test",
        remind=lambda booking: heard.reminded.append(booking.pk),
        offer=lambda booking: heard.offered.append(booking.pk),
        forget=lambda found: heard.forgotten.extend(booking.pk for booking in found),
    )
    return heard


@pytest.fixture
def day(db, at_noon):
    """day(minutes=30, capacity=1) -> the slots of tomorrow from ten to twelve."""

    def lay(minutes=30, capacity=1, before=0, after=0, hours=2):
        opens = at_noon + timedelta(days=1)
        spans = cut(
            [(opens, opens + timedelta(hours=hours))], minutes=minutes, before=before, after=after, capacity=capacity
        )
        bookings.lay(PROVIDER, spans, since=at_noon, until=at_noon + timedelta(days=3))
        return list(bookings.Slot.objects.filter(provider=PROVIDER))

    return lay
