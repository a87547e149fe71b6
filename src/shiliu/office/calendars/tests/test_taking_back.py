"""Every change of a calendar can be taken back, and a removed calendar comes back with its entries."""

from datetime import date, time

import pytest
from django.urls import reverse

from shiliu.office.calendars import actions, values
from shiliu.platform import audit
from shiliu.platform.deadlines.models import WorkCalendar
from shiliu.platform.permissions import Actor, Refused
from shiliu.platform.workflow import NotPossible

DAY = date(2027, 3, 9)
WEEK = (0, 1, 2)


@pytest.fixture
def full(by_alice, calendar):
    actions.set_days(
        by=by_alice, calendar=calendar, first=DAY, last=date(2027, 3, 11), working=False, name="肉孜节", source="通知"
    )
    actions.set_hours(
        by=by_alice, calendar=calendar, season=("01-01", "12-31"), weekdays=WEEK, openings=[(time(10), time(14))]
    )
    actions.announce_year(by=by_alice, calendar=calendar, year=2027, source="通知")
    return calendar


CHANGES = {
    "days removed": lambda by, calendar: actions.remove_days(
        by=by, calendar=calendar, first=DAY, last=date(2027, 3, 10)
    ),
    "days overwritten": lambda by, calendar: actions.set_days(
        by=by, calendar=calendar, first=DAY, working=True, name="值班", source="x", hours=(time(9), time(12))
    ),
    "hours removed": lambda by, calendar: actions.remove_hours(
        by=by, calendar=calendar, season=("01-01", "12-31"), weekdays=WEEK
    ),
    "hours set": lambda by, calendar: actions.set_hours(
        by=by, calendar=calendar, season=("01-01", "12-31"), weekdays=[0], openings=[(time(8), time(9))]
    ),
    "year withdrawn": lambda by, calendar: actions.withdraw_year(by=by, calendar=calendar, year=2027),
    "year announced": lambda by, calendar: actions.announce_year(by=by, calendar=calendar, year=2028, source="y"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_taken_back_whole(by_alice, full, change):
    before = values.of_calendar(full)
    change(by_alice, full)
    assert values.of_calendar(full) != before
    actions.take_back(by=by_alice, calendar=full, row=audit.rows_on(full).first())
    assert values.of_calendar(full) == before


def test_what_was_changed_again_since_is_not_taken_back(by_alice, full):
    CHANGES["days removed"](by_alice, full)
    row = audit.rows_on(full).first()
    actions.set_days(by=by_alice, calendar=full, first=DAY, working=True, name="补班", source="x")
    with pytest.raises(NotPossible, match="later"):
        actions.take_back(by=by_alice, calendar=full, row=row)
    assert full.days.get(date=DAY).name == "补班"


def test_a_removed_calendar_comes_back_with_its_entries_and_history(by_alice, full, community):
    before, number = values.of_calendar(full), full.pk
    actions.close_calendar(by=by_alice, calendar=full)
    back = actions.reopen_calendar(by=by_alice, area=community)
    assert back.pk == number and values.of_calendar(back) == before
    assert audit.rows_on(back).count() == 5
    with pytest.raises(NotPossible, match="already"):
        actions.reopen_calendar(by=by_alice, area=community)


def test_an_outsider_takes_nothing_back(full, by_alice, community, administrator):
    row = audit.rows_on(full).first()
    administrator.roles.update(role="auditor")
    with pytest.raises(Refused):
        actions.take_back(by=Actor.of(administrator), calendar=full, row=row)
    actions.close_calendar(by=by_alice, calendar=full)
    with pytest.raises(Refused):
        actions.reopen_calendar(by=Actor.of(administrator), area=community)


def test_the_pages_offer_to_take_back_and_to_bring_back(client, administrator, by_alice, full, community, settings):
    client.force_login(administrator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    address = reverse("calendars:calendar", args=[full.pk])
    CHANGES["days removed"](by_alice, full)
    row = audit.rows_on(full).first()
    undo = reverse("calendars:take_back", args=[full.pk, row.pk])
    assert undo in client.get(address).content.decode()
    assert "The change is taken back." in client.post(undo, follow=True).content.decode()
    assert full.days.count() == 3
    page = client.post(reverse("calendars:close", args=[full.pk]), follow=True).content.decode()
    again = reverse("calendars:reopen", args=[community.pk])
    assert again in page
    client.post(again)
    assert WorkCalendar.objects.get(area=community).days.count() == 3
    assert again not in client.get(reverse("calendars:index")).content.decode()
