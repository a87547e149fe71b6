"""Hands of neighbours."""

from datetime import timedelta

import pytest

from shiliu.govern.projects.works import actions
from shiliu.platform import bookings
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


def test_neighbours_join_without_an_account_up_to_the_places_and_are_thanked(town, bench):
    li = town.actor("li")
    paint = actions.add_shift(
        by=li,
        project=bench,
        names={"zh-hans": "刷漆"},
        starts=town.now + timedelta(days=1),
        ends=town.now + timedelta(days=1, hours=2),
        places=3,
        where="小院",
    )
    booked = actions.join(by=ANONYMOUS, shift=paint, people=2, email="a@example.org")
    with pytest.raises(bookings.Full):
        actions.join(by=ANONYMOUS, shift=paint, people=2)
    actions.leave(by=ANONYMOUS, code=bookings.code_of(booked))
    with pytest.raises(NotPossible):
        actions.leave(by=ANONYMOUS, code="AAAAA-AAAAA")
    actions.join(by=ANONYMOUS, shift=paint, people=3, email="b@example.org")
    with pytest.raises(NotPossible):
        actions.thank(by=li, shift=paint, came=3, thanks="Thank you all.")
    with at_time(town.now + timedelta(days=2)):
        actions.thank(by=li, shift=paint, came=3, thanks="Thank you all.")
        with pytest.raises(NotPossible):
            actions.thank(by=li, shift=paint, came=5, thanks="Once more.")
    paint.refresh_from_db()
    assert paint.came == 3 and Notice.objects.filter(kind="works.thanked").count() == 1


def test_a_time_called_off_takes_nobody_any_more(town, bench):
    paint = actions.add_shift(
        by=town.actor("li"),
        project=bench,
        names={"zh-hans": "刷漆"},
        starts=town.now + timedelta(days=1),
        ends=town.now + timedelta(days=2),
        places=3,
        where="小院",
    )
    actions.cancel_shift(by=town.actor("li"), shift=paint, reason="Rain.")
    paint.refresh_from_db()
    with pytest.raises(NotPossible):
        actions.join(by=ANONYMOUS, shift=paint)
