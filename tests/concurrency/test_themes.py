"""Supervisors open cases for themes at the same moment: one case for a theme, and no need in two."""

from datetime import timedelta

import pytest

from shiliu.govern.cases import gathering
from shiliu.govern.cases.models import Case, Theme
from tests.concurrency.test_same_button import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_for(town, catalogue, raise_need):
    """open_for("west") -> a call that opens the case for dark lamps there, on the day after five went dark"""
    for _number in range(5):
        raise_need(by=None)

    def make(place):
        area, by, lamp = getattr(town.places, place), town.actor("sun"), catalogue["street_lamp"]
        return lambda: gathering.open_case(by=by, area=area, category=lamp, kind="help", title="Lamps", text="Dark.")

    return make


@pytest.mark.parametrize("places", [("west", "west"), ("west", "court")])
def test_two_cases_opened_at_once_leave_one_with_every_need_in_it(open_for, town, places):
    done = at_once(town.now + timedelta(days=1), *map(open_for, places))
    assert sorted(type(each).__name__ for each in done) == ["NotPossible", "Theme"], done
    parent = Case.objects.get(channel="theme")
    assert Theme.objects.get().case == parent and parent.parts.count() == 5 == parent.theme.counted
