"""Many at once at one kiosk and at one line: every number once, every ticket called once."""

from uuid import uuid4

import pytest

from shiliu.live.services.appointments.tests.conftest import book
from shiliu.live.services.queue import actions
from shiliu.live.services.queue.models import Ticket
from shiliu.live.services.queue.tests.conftest import build_hall
from shiliu.live.services.visit import actions as visits
from shiliu.live.services.visit.models import HandOver
from shiliu.live.services.visit.tests.conftest import decided_by_the_street
from shiliu.live.services.windows.tests.town_windows import counters
from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.workflow import NotPossible
from tests.concurrency.test_same_button import at_once

__all__ = ["book", "counters"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(town):
    return build_hall(town)


def test_numbers_drawn_at_the_same_instant_are_all_different_and_leave_no_gap(at_noon, hall):
    done = at_once(at_noon, *[lambda: actions.draw(by=ANONYMOUS, line=hall.a)[0].code] * 12)
    assert sorted(done) == [f"A{number:03d}" for number in range(1, 13)]


def test_counters_that_press_next_at_once_get_different_numbers(town, at_noon, hall):
    for _number in range(3):
        actions.draw(by=ANONYMOUS, line=hall.a)
    zhao = town.actor("zhao")
    done = at_once(at_noon, *[lambda: actions.call_next(by=zhao, window=hall.window)] * 4)
    called = [each.code for each in done if each is not None]
    assert sorted(called) == ["A001", "A002", "A003"] and done.count(None) == 1
    assert set(Ticket.objects.values_list("state", flat=True)) == {"called"}


def test_one_appointment_that_draws_at_two_devices_at_once_gets_one_number(at_noon, hall, book):
    booked, _bearer = book(11, 15, day=at_noon.date())
    given = {"line": hall.a, "priority": "booked", "booking": booked.booking}
    done = at_once(at_noon, *[lambda: actions.draw(by=ANONYMOUS, **given)] * 3)
    assert sum(isinstance(each, NotPossible) for each in done) == 2 and Ticket.objects.get().code == "A001"


def test_a_form_that_hands_over_three_times_at_once_hands_over_once(town, at_noon, counters):
    card, zhao = decided_by_the_street(town, counters.items.card), town.actor("zhao")
    given = {"window": counters.west, "item": card, "target": f"unit:{town.units.fire.pk}", "key": uuid4()}
    done = at_once(at_noon, *[lambda: visits.hand_over(by=zhao, **given).pk] * 3)
    assert set(done) == {HandOver.objects.get().pk}
