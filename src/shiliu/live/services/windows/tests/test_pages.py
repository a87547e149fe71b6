"""Windows as everybody reads them, and the pages of the office."""

import html
import re
from datetime import date, datetime, time

import pytest
from django.test import Client
from icalendar import Calendar

from shiliu.live.services.appointments import actions as appointments
from shiliu.live.services.windows import actions, hours, values, what_if
from shiliu.live.services.windows.models import Window
from shiliu.platform import audit


@pytest.fixture
def browse(town):
    """browse(person=None) -> (get, post) of a browser that reads English; get gives the page as text."""

    def open_browser(person=None):
        browser = Client()
        browser.cookies["django_language"] = "en"
        if person:
            browser.force_login(person)

        def get(address, status=200, **query):
            answer = browser.get(address, query)
            assert answer.status_code == status, answer.content.decode()[:400]
            return answer.content.decode()

        return get, browser.post

    return open_browser


@pytest.mark.both
def test_everybody_finds_the_windows_that_fit(counters, browse):
    get, _post = browse()
    whole = get("/windows/")
    assert "West window" in whole and "Street window" in whole and "Open now" in whole and "until 14:00" in whole
    for query in (
        {"q": "West"},
        {"language": "ug"},
        {"feature": "low_counter"},
        {"item": "pension"},
        {"level": "community"},
    ):
        found = get("/windows/", **query)
        assert "West window" in found and "Street window" not in found, query
    assert "No window fits" in get("/windows/", level="nowhere")
    assert "Street window" in get("/windows/", open="on", level="street")
    assert '"coordinates": [100.01, 40.01]' in get("/windows/places.geojson")
    assert "100.01" not in get("/windows/places.geojson", window="street-1")


def test_the_page_of_a_window_says_when_where_what_and_who_comes(counters, town, browse):
    get, _post = browse()
    by = town.actor("ding")
    actions.set_turn(by=by, window=counters.west, organisation="fire", every="month", first=date(2026, 3, 10),
                     opens=time(10), closes=time(12), what={"zh-hans": "立案咨询"})  # fmt: skip
    actions.set_day(by=by, window=counters.west, day=date(2026, 3, 20), is_open=False, reason="停电检修")
    shown = get("/windows/west-1/")
    for words in (
        "石榴街1号",
        "Low counter",
        "ئۇيغۇر",
        "15:30–19:30",
        "立案咨询",
        "停电检修",
        "Social card",
        "about 20 minutes",
    ):
        assert words in shown, words
    (event, *rest) = Calendar.from_ical(get("/windows/west-1/roster.ics")).walk("VEVENT")
    assert "立案咨询" in str(event["summary"]) and len(rest) == 5
    assert get("/windows/nowhere/", 404)
    actions.retire_window(by=by, window=counters.west)
    assert get("/windows/west-1/", 404)


def form_of(window, **changes):
    present = values.of_window(window)
    plain = {
        key: value for key, value in present.items() if isinstance(value, str | int | float) and value is not False
    }
    return {**plain, "name_zh-hans": present["names"]["zh-hans"], "languages": present["languages"], "features": ["low_counter"],
            "takes_appointments": "on", **changes}  # fmt: skip


def test_the_office_enters_and_changes_a_window_and_keeps_what_was_typed(counters, town, browse):
    get, post = browse(town.people.ding)
    assert "West window" in get("/office/windows/", level="community") and "Enter a window" in get(
        "/office/windows/new/"
    )
    given = form_of(counters.west, code="west-2", phone="x")
    wrong = post("/office/windows/new/", given)
    assert wrong.status_code == 422 and "is not a telephone number" in wrong.content.decode()
    made = post("/office/windows/new/", {**given, "phone": "0000-5550123"})
    pk = Window.objects.get(code="west-2").pk
    assert made["Location"] == f"/office/windows/{pk}/"
    assert "Nothing is entered yet" in get(made["Location"])
    post(f"/office/windows/{pk}/items/", {"item_card": "20", "item_pension": ""})
    assert dict(Window.objects.get(pk=pk).served.values_list("item__code", "minutes")) == {"card": 20}
    assert "20 minutes" in get(f"/office/windows/{pk}/")
    seen = post(f"/office/windows/{pk}/edit/", form_of(Window.objects.get(pk=pk), seen="older", phone="0000-5550199"))
    assert seen.status_code == 409 and "0000-5550199" in seen.content.decode()
    row = audit.rows_on(Window.objects.get(pk=pk)).first()
    post(f"/office/windows/{pk}/take-back/{row.pk}/")
    assert not Window.objects.get(pk=pk).served.exists()
    post(f"/office/windows/{pk}/retire/")
    post(f"/office/windows/{pk}/restore/")
    assert Window.objects.get(pk=pk).active


def test_hours_days_and_roster_are_entered_and_removed_on_their_pages(counters, town, browse):
    get, post = browse(town.people.ding)
    address = f"/office/windows/{counters.street.pk}/"
    weekdays = {
        "valid_from_md": "01-01",
        "valid_until_md": "12-31",
        "weekdays": ["0", "1"],
        "opens": "10:00",
        "closes": "14:00",
    }
    assert post(f"{address}hours/", {**weekdays, "opens_again": "13:00", "closes_again": "15:00"}).status_code == 422
    assert post(f"{address}hours/", weekdays)["Location"] == address
    assert "Remove" in get(address)
    post(f"{address}hours/01-01.12-31.01/remove/")
    assert not counters.street.hours.exists()
    assert post(f"{address}days/", {"day": "2026-03-12", "is_open": "0", "reason": "停电"})["Location"] == address
    assert "停电" in get(address)
    post(f"{address}days/2026-03-12/remove/")
    assert not counters.street.days.exists()
    turn = {
        "organisation": "fire",
        "every": "week",
        "first": "2026-03-12",
        "opens": "10:00",
        "closes": "12:00",
        "what": "咨询",
    }
    assert post(f"{address}roster/", {**turn, "organisation": "nobody"}).status_code == 422
    post(f"{address}roster/", turn)
    key = counters.street.turns.get().key
    post(f"{address}roster/{key}/skip/", {"day": "2026-03-19"})
    assert "Comes after all" in get(f"{address}roster/{key}/")
    post(f"{address}roster/{key}/", {**turn, "closes": "13:00"})
    assert counters.street.turns.get().skipped == ["2026-03-19"]
    post(f"{address}roster/{key}/remove/")
    assert not counters.street.turns.exists()


def test_whoever_changes_hours_is_warned_how_many_booked_times_it_meets(counters, town, browse):
    get, post = browse(town.people.ding)
    address = f"/office/windows/{counters.west.pk}/"
    appointments.book_for_caller(
        by=town.actor("zhao"), window=counters.west, items=[counters.items.card],
        starts=datetime.combine(date(2026, 3, 11), time(10), tzinfo=hours.zone_of(counters.west)),
    )  # fmt: skip
    assert "1 booked time would be met" in get(address)
    given = {
        "valid_from_md": "10-01",
        "valid_until_md": "04-30",
        "weekdays": ["2"],
        "opens": "11:00",
        "closes": "14:00",
    }
    warned = post(f"{address}hours/", given)
    assert warned.status_code == 409 and "1 booked times would be met" in warned.content.decode()
    token = html.unescape(re.search(r'name="warned" value="([^"]+)"', warned.content.decode())[1])
    assert post(f"{address}hours/", {**given, "opens": "12:00", "warned": token}).status_code == 409
    assert post(f"{address}hours/", {**given, "warned": token})["Location"] == address
    assert what_if.met_by_day(counters.west, date(2026, 3, 11)) == 1  # met already, whatever becomes of the day


def test_items_that_somebody_else_changed_in_the_meantime_are_not_overwritten(counters, town, browse):
    get, post = browse(town.people.ding)
    address = f"/office/windows/{counters.west.pk}/items/"
    seen = re.search(r'name="seen" value="([^"]+)"', get(address))[1]
    actions.edit_window(by=town.actor("ding"), window=counters.west, items={"card": 25})
    lost = post(address, {"item_card": "30", "seen": seen})
    assert lost.status_code == 409 and "25" in lost.content.decode()
    assert counters.west.served.get().minutes == 25


def test_calendar_programs_read_the_opening_hours(counters, browse):
    get, _post = browse()
    events = Calendar.from_ical(get("/windows/west-1/hours.ics")).walk("VEVENT")
    assert events[0].decoded("dtstart").isoformat() == "2026-03-10T02:00:00+00:00" and str(events[0]["summary"])
    assert "hours.ics" in get("/windows/west-1/")


def test_other_people_do_not_find_the_pages_of_the_office(counters, town, browse):
    for person, status in ((town.people.li, 404), (town.people.gulnar, 403), (None, 302)):
        get, _post = browse(person)
        get(f"/office/windows/{counters.west.pk}/edit/", status)


def test_the_list_of_windows_takes_no_more_queries_for_more_windows(counters, browse, django_assert_max_num_queries):
    get, _post = browse()
    get("/windows/")
    with django_assert_max_num_queries(18):
        get("/windows/")
