"""Many at once at one kiosk and at one line: every number once, every ticket called once."""

import pytest

from shiliu.live.services.queue import actions
from shiliu.live.services.queue.models import Ticket
from shiliu.live.services.queue.tests.conftest import build_hall
from shiliu.platform.permissions import ANONYMOUS
from tests.concurrency.test_same_button import at_once

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
