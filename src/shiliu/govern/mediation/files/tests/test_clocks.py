"""How long a file may take, and that nothing is silently overdue."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from shiliu.govern.mediation.conftest import by_code
from shiliu.govern.mediation.files import actions, record
from shiliu.govern.mediation.files.committees import Clock, first_working
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def running(town, asked):
    asked.wei = by_code(actions.take(by=town.actor("li"), dispute=asked))
    asked.refresh_from_db()
    return asked


@pytest.mark.django_db
def test_a_month_ends_on_the_same_date_and_on_a_day_on_which_the_place_works(town):
    clock = Clock.of("mediation")
    assert clock.due(town.places.west, date(2026, 3, 10)) == date(2026, 4, 10)
    assert clock.due(town.places.west, date(2026, 3, 31)) == date(2026, 4, 30)
    saturday = date(2026, 4, 11)
    assert first_working(town.places.west, saturday) == date(2026, 4, 13)


@pytest.mark.django_db
def test_wages_have_fifteen_days_from_the_application(town):
    dispute, _code = actions.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="labour", matter="Wages",
        me={"name": "G"}, other={"name": "Shop"},
    )  # fmt: skip
    with at_time(town.now + timedelta(days=3)):
        actions.take(by=town.actor("li"), dispute=dispute)
    dispute.refresh_from_db()
    assert dispute.due_on == first_working(town.places.west, localdate(town.now) + timedelta(days=15))


@pytest.mark.django_db
def test_a_row_of_the_office_wins_over_what_comes_with_the_program(town):
    Clock.objects.create(code="mediation", amount=20, unit="days", source="Order of the district")
    assert Clock.of("mediation").due(town.places.west, date(2026, 3, 10)) == date(2026, 3, 30)
    with pytest.raises(LookupError):
        Clock.of("nothing")


@pytest.mark.django_db
def test_the_time_is_extended_only_when_every_side_asks(town, running):
    actions.answer(by=running.wei, dispute=running, agrees=True)
    first = running.due_on
    assert not actions.extend(by=town.actor("gulnar"), dispute=running)
    assert not actions.extend(by=town.actor("gulnar"), dispute=running)
    assert actions.extend(by=running.wei, dispute=running)
    running.refresh_from_db()
    assert running.due_on > first


@pytest.mark.django_db
def test_everybody_is_reminded_once_and_an_overdue_file_is_loud_again_and_again(town, running):
    Notice.objects.all().delete()
    late = town.now + timedelta(days=27)
    with at_time(late):
        assert [actions.look_at_clocks(), actions.look_at_clocks()] == [1, 0]
    with at_time(town.now + timedelta(days=40)):
        assert [actions.look_at_clocks(), actions.look_at_clocks()] == [1, 0]
        assert Notice.objects.filter(kind="private.work").count() == 1
    with at_time(town.now + timedelta(days=48)):
        assert actions.look_at_clocks() == 1
    told = [said for _at, said, _text in record.lines(running)]
    assert told[-2].startswith("Shiliu reminded everybody") and told[-1].startswith("The time is over")
    assert not Notice.objects.exclude(kind__startswith="private.").exists()


@pytest.mark.django_db
def test_a_closed_file_has_no_clock(town, running):
    actions.stop(by=town.actor("gulnar"), dispute=running)
    with at_time(town.now + timedelta(days=90)):
        assert actions.look_at_clocks() == 0
    with pytest.raises(NotPossible):
        actions.extend(by=town.actor("gulnar"), dispute=running)
