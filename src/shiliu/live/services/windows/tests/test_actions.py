"""Windows are entered, changed, closed for a day, taken back; hours follow the season and the holidays around."""

from datetime import date, datetime, time, timedelta

import pytest

from shiliu.live.services.windows import actions, hours, queries, values
from shiliu.live.services.windows.models import Window
from shiliu.office.calendars import actions as calendars
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible


def at(window, day, clock):
    return datetime.combine(day, clock, tzinfo=hours.zone_of(window))


def test_kashgar_is_open_from_ten_with_a_break_that_differs_by_season(counters, town):
    winter, summer = date(2026, 3, 10), date(2026, 6, 9)
    said = {
        (day, clock): hours.standing(counters.west, at(counters.west, day, clock)).is_open
        for day in (winter, summer) for clock in (time(9, 59), time(10), time(13, 59), time(15), time(15, 30), time(19, 45))
    }  # fmt: skip
    assert [clock for (day, clock), is_open in said.items() if day == winter and is_open] == [
        time(10),
        time(13, 59),
        time(15, 30),
    ]
    assert [clock for (day, clock), is_open in said.items() if day == summer and is_open] == [
        time(10),
        time(13, 59),
        time(19, 45),
    ]
    shut = hours.standing(counters.west, at(counters.west, winter, time(14)))
    assert shut.opens == at(counters.west, winter, time(15, 30))


def test_a_window_keeps_the_holidays_and_without_hours_of_its_own_the_hours_of_its_area(counters, town):
    country = town.places.district
    calendar = calendars.open_calendar(by=town.system, area=country)
    calendars.set_days(
        by=town.system, calendar=calendar, first=date(2026, 3, 11), working=False, name="节日", source="通知"
    )
    calendars.set_hours(by=town.system, calendar=calendar, season=("01-01", "12-31"), weekdays=[0, 1, 2, 3, 4], openings=[(time(8), time(9))])  # fmt: skip
    for window in (counters.west, counters.street):
        assert hours.calendar_of(window).intervals_of(date(2026, 3, 11)) == ()
    (span,) = hours.calendar_of(counters.street).intervals_of(date(2026, 3, 12))
    assert span[1] - span[0] == timedelta(hours=1)


def test_an_exception_needs_a_reason_and_is_read_by_everybody(counters, town):
    by, day = town.actor("ding"), date(2026, 3, 12)
    with pytest.raises(NotPossible) as refused:
        actions.set_day(by=by, window=counters.west, day=day, is_open=False, reason=" ")
    assert "reason" in refused.value.fields
    window = actions.set_day(by=by, window=counters.west, day=day, is_open=False, reason="停电检修")
    assert hours.calendar_of(window).intervals_of(day) == () and hours.why_not(window, day) == "停电检修"
    window = actions.set_day(by=by, window=window, day=day, is_open=True, reason="半天", opens=time(9), closes=time(12))
    assert len(hours.calendar_of(window).intervals_of(day)) == 1
    row = audit.rows_on(window).first()
    window = actions.take_back(by=by, window=window, row=row)
    assert hours.why_not(window, day) == "停电检修"
    window = actions.remove_day(by=by, window=window, day=day)
    assert not window.days.exists()


def test_every_change_can_be_taken_back_and_somebody_elses_is_not_overwritten(counters, town):
    by, before = town.actor("ding"), values.of_window(counters.west)
    actions.edit_window(by=by, window=counters.west, phone="0000-5550123", items={"card": 25}, low_counter=False)
    with pytest.raises(revisions.Stale):
        actions.edit_window(by=by, window=counters.west, seen=revisions.stamp(before), phone="0000-5550124")
    window = actions.take_back(by=by, window=counters.west, row=audit.rows_on(counters.west).first())
    assert values.of_window(window) == before
    assert dict(window.served.values_list("item__code", "minutes")) == {"card": 20, "pension": 10}


def test_wrong_values_are_named_by_field_and_nothing_is_written(counters, town):
    with pytest.raises(NotPossible) as refused:
        actions.edit_window(by=town.actor("ding"), window=counters.west, code="street-1", area="house", slot_minutes=3,
                            phone="x", latitude=None, items={"card": 0}, organisation="nobody")  # fmt: skip
    assert set(refused.value.fields) == {"code", "area", "slot_minutes", "phone", "latitude", "items", "organisation"}
    assert Window.objects.get(code="west-1").slot_minutes == 15


def test_a_visiting_court_sits_each_second_tuesday_unless_it_skips_or_the_window_is_shut(counters, town):
    by, first = town.actor("ding"), date(2026, 3, 10)
    window = actions.set_turn(by=by, window=counters.west, organisation="fire", every="month", first=first,
                              opens=time(10), closes=time(12), what={"zh-hans": "立案咨询"})  # fmt: skip
    turn = window.turns.get()
    actions.skip_turn(by=by, window=window, turn=turn, day=date(2026, 4, 14))
    window = actions.set_day(by=by, window=window, day=date(2026, 5, 12), is_open=False, reason="停电")
    sat = hours.sittings(window, first, date(2026, 6, 30))
    assert [(str(one.starts.date()), one.held) for one in sat] == [
        ("2026-03-10", True),
        ("2026-05-12", False),
        ("2026-06-09", True),
    ]
    actions.skip_turn(by=by, window=window, turn=turn, day=date(2026, 4, 14), comes=True)
    assert len(hours.sittings(values.fresh(window), first, date(2026, 6, 30))) == 4
    window = actions.remove_turn(by=by, window=window, turn=turn)
    back = actions.take_back(by=by, window=window, row=audit.rows_on(window).first())
    assert back.turns.get().key == turn.key


def test_only_administrators_of_the_place_and_the_units_own_handlers_change_a_window(counters, town):
    for key in ("lin", "zhao", "li"):
        with pytest.raises(Refused):
            actions.edit_window(by=town.actor(key), window=counters.west, phone="0000-5550123")
    with pytest.raises(Refused):
        actions.retire_window(by=ANONYMOUS, window=counters.west)
    assert set(queries.editable_by(town.actor("ding"))) == {counters.west, counters.street}
    assert set(queries.served_by(town.actor("zhao"))) == {counters.west}


def test_windows_are_found_by_what_people_need_nearest_level_first(counters, town):
    found = queries.serving([counters.items.card], area=town.places.house)
    assert [window for window, _minutes in found] == [counters.west, counters.street]
    assert [window for window, _minutes in queries.serving([counters.items.card], area=town.places.far_court)] == [
        counters.street
    ]
    assert queries.serving([counters.items.card, counters.items.court]) == [(counters.street, [30, 15])]
    listed = lambda **given: list(queries.listed(queries.in_use(), **given))  # noqa: E731
    assert listed(language="ug") == listed(feature="low_counter") == listed(item="pension") == [counters.west]
    assert listed(level="street") == listed(q="Street win") == [counters.street]
    assert listed(item="none") == listed(q="nowhere") == []
    assert queries.languages_spoken() == ["ug", "zh-hans"]
