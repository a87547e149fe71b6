"""The pages: readable by everybody, changeable by who may."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from shiliu.office.calendars import actions
from shiliu.platform.clock import at_time

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = {"first": "2027-03-09", "working": "0", "name": "肉孜节", "source": "自治区通知"}
HOURS = {
    "valid_from_md": "05-01",
    "valid_until_md": "09-30",
    "weekdays": ["0", "1"],
    "opens": "10:00",
    "closes": "14:00",
}


@pytest.fixture(autouse=True)
def today():
    with at_time(NOW), override("en"):
        yield


@pytest.fixture
def alice(client, administrator, settings):
    client.force_login(administrator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def guest(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(name, *args):
    return reverse(f"calendars:{name}", args=args)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_reads_the_countrys_days(guest, country):
    assert "The whole country" in text(guest.get(address("index")))
    page = text(guest.get(address("calendar", country.pk), {"year": 2026}))
    assert "国庆节" in page and "国办发明电〔2025〕7号" in page and "Announced: The whole country" in page
    assert "Enter days" not in page


def test_a_year_without_a_notice_is_marked(guest, country):
    assert "Not announced" in text(guest.get(address("calendar", country.pk), {"year": 2027}))


def test_in_december_the_coming_year_is_asked_for(guest, country):
    with at_time(datetime(2026, 12, 1, 3, tzinfo=UTC)):
        assert "The holidays of 2027 are not announced here" in text(guest.get(address("calendar", country.pk)))


@pytest.mark.parametrize("year", ["", "abc", "99999", "-1", "2026'"])
def test_a_senseless_year_in_the_address_shows_this_year(guest, country, year):
    assert "Days that differ in 2026" in text(guest.get(address("calendar", country.pk), {"year": year}))


def test_an_area_gets_a_calendar_with_what_holds_around_it(alice, community, country):
    assert "Garden" in text(alice.get(address("index")))
    response = alice.post(address("open"), {"area": community.pk}, follow=True)
    page = text(response)
    assert (
        "国庆节" in page and "from The whole country" in page and "None are entered; the ordinary hours hold." in page
    )


def test_an_area_of_somebody_else_cannot_be_chosen(alice, district):
    alice.post(address("open"), {"area": district.pk})
    assert not hasattr(district, "work_calendar")


def test_days_are_entered_changed_and_removed(alice, calendar):
    page = text(alice.post(address("days", calendar.pk), DAY, follow=True))
    assert "Entered." in page and "肉孜节" in page and "自治区通知" in page
    form = text(alice.get(address("days", calendar.pk), {"first": "2027-03-09", "last": "2027-03-09"}))
    assert "Change an entry" in form and "肉孜节" in form
    alice.post(address("days", calendar.pk) + "?first=2027-03-09", {**DAY, "first": "2027-03-10", "last": "2027-03-12"})
    assert calendar.days.count() == 3
    page = text(alice.get(address("calendar", calendar.pk), {"year": 2027}))
    table = page.partition('id="history"')[0]
    assert table.count("肉孜节") == 1 and "March 10 to March 12" in table
    alice.post(address("remove_days", calendar.pk, date(2027, 3, 10), date(2027, 3, 12)))
    assert not calendar.days.exists()


def test_a_failed_form_keeps_what_was_typed_and_says_why(alice, calendar):
    page = text(alice.post(address("days", calendar.pk), {**DAY, "last": "2027-03-01"}))
    assert "The last day lies before the first" in page and "自治区通知" in page
    page = text(alice.post(address("days", calendar.pk), {**DAY, "opens": "10:00"}))
    assert "Give both times, or neither." in page


def test_what_was_typed_is_shown_as_text(alice, calendar):
    alice.post(address("days", calendar.pk), {**DAY, "name": "<script>alert(1)</script>"})
    page = text(alice.get(address("calendar", calendar.pk), {"year": 2027}))
    assert "<script>alert" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("day", ["2027-13-45", "x", "0000-00-00"])
def test_a_senseless_date_in_the_address_opens_an_empty_form(alice, calendar, day):
    assert "Enter days" in text(alice.get(address("days", calendar.pk), {"first": day, "last": day}))


def test_a_senseless_date_to_remove_is_not_found(alice, calendar):
    assert alice.post(f"/office/calendars/{calendar.pk}/days/2027-13-45/2027-03-01/remove/").status_code == 404


def test_a_year_is_announced_and_taken_back(alice, calendar):
    page = text(alice.post(address("announce", calendar.pk), {"year": 2027, "source": "通知"}, follow=True))
    assert "2027 counts as announced." in page and "Announced: Garden" in page
    alice.post(address("withdraw", calendar.pk, 2027))
    assert not calendar.years.exists()


def test_office_hours_are_set_changed_and_removed(alice, calendar):
    page = text(
        alice.post(
            address("hours", calendar.pk), {**HOURS, "opens_again": "16:00", "closes_again": "20:00"}, follow=True
        )
    )
    assert "10:00–14:00" in page and "16:00–20:00" in page and "May 1 to September 30" in page
    assert "the office counts as shut" in page and "October 1 to April 30" in page
    key = "05-01.09-30.01"
    assert "16:00" in text(alice.get(address("change_hours", calendar.pk, key)))
    alice.post(address("change_hours", calendar.pk, key), {**HOURS, "valid_from_md": "04-01"})
    assert set(calendar.hours.values_list("valid_from_md", "opens")) == {("04-01", time(10))}
    alice.post(address("remove_hours", calendar.pk, "04-01.09-30.01"))
    assert not calendar.hours.exists()


def test_hours_that_are_not_there_are_not_found(alice, calendar):
    assert alice.get(address("change_hours", calendar.pk, "05-01.09-30.01")).status_code == 404


def test_a_season_is_month_and_day(alice, calendar):
    assert "Write the month and the day as 05-01." in text(
        alice.post(address("hours", calendar.pk), {**HOURS, "valid_from_md": "02-30"})
    )


def table(content):
    data = content if isinstance(content, bytes) else content.encode()
    return {"table": SimpleUploadedFile("days.csv", data, "text/csv"), "whole_years": "on"}


def test_a_table_is_read_and_its_year_announced(alice, calendar):
    content = "\ufeffdate,working,name_zh,name_en,source\n2027-03-09,0,肉孜节,Eid,通知\n"
    page = text(alice.post(address("table", calendar.pk), table(content), follow=True))
    assert "1 days new, 0 changed" in page and "肉孜节" in page and "Announced: Garden" in page


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("date,working\n", "column"),
        ("date,working,name_zh,name_en,source\n", "no rows"),
        ("date,working,name_zh,name_en,source\n2027-03-09,0,节,x,通知\n".encode("gb18030"), "not UTF-8"),
        (b"x" * 200_001, "too large"),
    ],
)
def test_a_doubtful_table_is_refused_with_the_reason(alice, calendar, content, problem):
    assert problem in text(alice.post(address("table", calendar.pk), table(content)))
    assert not calendar.days.exists()


def test_a_calendar_is_removed_with_its_entries(alice, calendar, by_alice):
    actions.announce_year(by=by_alice, calendar=calendar, year=2027, source="通知")
    page = text(alice.post(address("close", calendar.pk), follow=True))
    assert "The calendar is removed." in page


CHANGING = ["days", "announce", "hours", "table"]


@pytest.mark.parametrize("name", CHANGING)
def test_a_guest_is_asked_to_sign_in(guest, calendar, name):
    response = guest.get(address(name, calendar.pk))
    assert response.status_code == 302 and "next=" in response["Location"]


@pytest.mark.parametrize("name", CHANGING)
def test_an_administrator_of_an_area_may_not_change_the_countrys_calendar(alice, country, name):
    assert alice.get(address(name, country.pk)).status_code == 403
    assert alice.post(address(name, country.pk), DAY).status_code == 403


def test_a_calendar_that_does_not_exist_is_not_found(guest):
    assert guest.get(address("calendar", 999_999)).status_code == 404
