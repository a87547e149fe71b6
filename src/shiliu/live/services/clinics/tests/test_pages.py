"""The public pages from list to calendar, the list of a day, the office."""

import html
import re

import pytest
from django.test import Client
from icalendar import Calendar

from shiliu.live.services.clinics import office
from shiliu.live.services.clinics.models import Advice, Adviser, Clinic, ClinicBooking
from shiliu.live.services.clinics.tests.conftest import at
from shiliu.platform import bookings


@pytest.fixture
def guest():
    browser = Client()
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def signed_in(town):
    def make(key):
        browser = Client()
        browser.cookies["django_language"] = "en"
        browser.force_login(getattr(town.people, key))
        return browser

    return make


def page(browser, address, status=200, **query):
    answer = browser.get(address, query)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def test_a_guest_finds_a_clinic_books_and_comes_back_with_the_code(guest, clinics):
    listed = page(guest, "/clinics/")
    assert "Legal advice West" in listed and "Somebody to talk to" in listed
    assert "Somebody to talk to" not in page(guest, "/clinics/", language="ug", matter="work")
    assert "No clinic fits" in page(guest, "/clinics/", q="zzz") and "No clinic fits" in page(
        guest, "/clinics/", kind="x"
    )
    shown = page(guest, "/clinics/at/legal-west/")
    assert "Lawyer on duty" in shown and "Ask before you sign." in shown and "notes only a kind of matter" in shown
    assert "nothing is written down" in page(guest, "/clinics/at/talk/")
    key = re.search(r'name="key" value="([^"]+)"', shown)[1]
    answer = guest.post("/clinics/at/legal-west/hold/", {"starts": at(clinics.legal, 10).isoformat(), "key": key})
    held = ClinicBooking.objects.get()
    assert answer["Location"] == f"/clinics/bookings/{held.pk}/confirm/"
    form = page(guest, answer["Location"])
    assert "held for you until" in form and "called" not in re.findall(r'name="(\w+)"', form)
    wrong = guest.post(answer["Location"], {"email": "x", "phone": "13800138000"})
    assert wrong.status_code == 422 and 'value="13800138000"' in wrong.content.decode()
    guest.post(answer["Location"], {"email": "a@example.org"})
    own, code = page(guest, f"/clinics/bookings/{held.pk}/"), bookings.code_of(bookings.Booking.objects.get())
    assert code in own and "302" in own
    other = Client()
    assert other.get(f"/clinics/bookings/{held.pk}/").status_code == 404
    assert other.post("/clinics/open/", {"code": "3333-3333-33"}).status_code == 422
    assert other.get("/clinics/open/", {"code": code.lower()}).status_code == 302
    (event,) = Calendar.from_ical(other.get(f"/clinics/bookings/{held.pk}/booking.ics").content).walk("VEVENT")
    assert "egal" not in str(event["summary"]) and "302" in str(event["location"])
    assert "11:00" in page(other, f"/clinics/bookings/{held.pk}/move/")
    other.post(f"/clinics/bookings/{held.pk}/move/", {"starts": at(clinics.legal, 11).isoformat()})
    assert bookings.Booking.objects.get(state="confirmed").starts == at(clinics.legal, 11)
    other.post(f"/clinics/bookings/{held.pk}/cancel/")
    assert "Book another time" in page(guest, f"/clinics/bookings/{held.pk}/")


def test_the_list_of_clinics_asks_few_questions_however_many_there_are(
    guest, clinics, town, django_assert_max_num_queries
):
    for code in ("a", "b", "c", "d"):
        office.save_clinic(
            by=town.actor("ding"), code=code, kind="notary", names={"zh-hans": code}, organisation="committee", area="west",
            advisers=[clinics.adviser.pk],
        )  # fmt: skip
    page(guest, "/clinics/")
    with django_assert_max_num_queries(10):
        page(guest, "/clinics/")


def test_the_roster_names_duties_and_what_was_asked_waits_for_its_quarter(guest, clinics):
    assert "Lawyer on duty" in page(guest, "/clinics/advisers/") and "Fire" in page(
        guest, "/clinics/advisers/", q="lawyer"
    )
    assert "Nothing was found" in page(guest, "/clinics/advisers/", q="zzz")
    assert "nothing to tell yet" in page(guest, "/clinics/asked/")
    Advice.objects.create(clinic=clinics.legal, day="2025-11-01", matter="work", outcome="told", minutes=20)
    assert "Too little was asked" in page(guest, "/clinics/asked/", quarter="2025-10-01")
    note = {"clinic": clinics.legal, "day": "2025-11-01", "outcome": "told", "minutes": 20}
    Advice.objects.bulk_create(Advice(matter=matter, **note) for matter in ("work", "family") for _each in range(15))
    told = page(guest, "/clinics/asked/")
    assert "31 conversations, about 20 minutes each." in told and "hidden</span>" in told and ">1</td>" not in told


def test_whoever_sits_there_marks_notes_and_prints(signed_in, clinics, book):
    booked, _bearer = book(10, 0)
    desk = signed_in("zhao")
    assert "Legal advice West" in page(desk, "/office/clinics/days/")
    home = f"/office/clinics/days/{clinics.legal.pk}/"
    assert str(booked.number) in page(desk, home, day="2026-03-11")
    assert "No booking of this day" in page(desk, home, day="2026-03-11", q="999999")
    desk.post(f"{home}mark/{booked.pk}/absent/")
    assert bookings.Booking.objects.get().state == "did_not_come"
    assert desk.post(f"{home}mark/{booked.pk}/scold/").status_code == 404
    form = page(desk, f"{home}advice/")
    assert "<textarea" not in form and not re.search(r'<input[^>]*type="text"', form)
    assert desk.post(f"{home}advice/", {"matter": "work", "outcome": "x", "minutes": "20"}).status_code == 422
    desk.post(f"{home}advice/", {"matter": "work", "outcome": "told", "minutes": "20"})
    assert "Work and wages" in page(desk, f"{home}advice/")
    desk.post(f"{home}advice/{Advice.objects.get().pk}/remove/")
    assert not Advice.objects.exists()
    assert "City" in page(desk, f"{home}referral/") and desk.get(f"{home}referral.pdf").content.startswith(b"%PDF")
    talk = page(desk, f"/office/clinics/days/{clinics.talk.pk}/")
    assert "Note advice" not in talk and "booking and nothing else" in talk
    assert "booking and nothing else" in page(desk, f"/office/clinics/days/{clinics.talk.pk}/advice/")
    assert signed_in("hu").get(home).status_code == 404


def test_an_administrator_sets_up_advisers_and_clinics(signed_in, clinics):
    ding = signed_in("ding")
    assert "Legal advice West" in page(ding, "/office/clinics/", q="legal")
    assert "No clinic fits" in page(ding, "/office/clinics/", state="retired")
    given = {"name_zh-hans": "公证指引", "code": "notary", "kind": "notary", "organisation": "committee", "area": "nowhere",
             "slot_minutes": 20, "capacity": 1, "lead_hours": 2, "days_ahead": 28, "advisers": [clinics.adviser.pk]}  # fmt: skip
    wrong = ding.post("/office/clinics/new/", given)
    assert wrong.status_code == 422 and "nowhere" in wrong.content.decode()
    made = ding.post("/office/clinics/new/", {**given, "area": "west"})
    found = Clinic.objects.get(code="notary")
    assert made["Location"] == f"/office/clinics/{found.pk}/" and "No hours are entered yet" in page(
        ding, made["Location"]
    )
    hours = {"every": "week", "first": "2026-03-12", "opens": "10:00", "closes": "09:00"}
    assert ding.post(f"/office/clinics/{found.pk}/turns/new/", hours).status_code == 422
    ding.post(f"/office/clinics/{found.pk}/turns/new/", {**hours, "closes": "12:00"})
    turn = found.turns.get()
    ding.post(f"/office/clinics/{found.pk}/turns/{turn.pk}/skip/", {"day": "2026-03-12"})
    assert "held after all" in page(ding, made["Location"])
    assert "Hours of the clinic" in page(ding, f"/office/clinics/{found.pk}/turns/{turn.pk}/")
    ding.post(f"/office/clinics/{found.pk}/turns/{turn.pk}/remove/")
    ding.post(f"/office/clinics/{found.pk}/use/retire/")
    assert (
        "Put back into use" in page(ding, made["Location"])
        and ding.post(f"/office/clinics/{found.pk}/use/x/").status_code == 404
    )
    shown = page(ding, f"/office/clinics/{found.pk}/edit/")
    seen = re.search(r'name="seen" value="([^"]+)"', shown)[1]
    assert (
        ding.post(f"/office/clinics/{found.pk}/edit/", {**given, "area": "west", "seen": seen, "room": "1"}).status_code
        == 302
    )
    lost = ding.post(f"/office/clinics/{found.pk}/edit/", {**given, "area": "west", "seen": seen, "room": "2"})
    assert (
        lost.status_code == 409
        and 'value="2"' in lost.content.decode()
        and "Saved by somebody else" in lost.content.decode()
    )
    assert "Lawyer on duty" in page(ding, "/office/clinics/advisers/", state="now")
    assert "No adviser fits" in page(ding, "/office/clinics/advisers/", state="none")
    about = {
        "name_zh-hans": "公证员",
        "organisation": "city",
        "area": "west",
        "specialties": ["notary"],
        "languages": ["zh-hans"],
    }
    assert ding.post("/office/clinics/advisers/new/", {**about, "organisation": "none"}).status_code == 422
    ding.post("/office/clinics/advisers/new/", about)
    new = Adviser.objects.get(organisation__code="city")
    terms = f"/office/clinics/advisers/{new.pk}/terms/"
    assert ding.post(terms, {"since": "2026-05-01", "until": "2026-04-01"}).status_code == 422
    ding.post(terms, {"since": "2026-03-01", "until": "2026-12-31"})
    ding.post(f"{terms}{new.terms.get().pk}/end/")
    assert str(new.terms.get().until) == "2026-03-10"
    assert page(ding, f"/office/clinics/advisers/{new.pk}/")


def test_whoever_changes_hours_is_warned_how_many_booked_times_it_meets_and_can_take_it_back(signed_in, clinics, book):
    book(10, 0)
    ding, home, turn = signed_in("ding"), f"/office/clinics/{clinics.legal.pk}/", clinics.legal.turns.get()
    assert "1 booking on this day is met" in page(ding, home)
    address = f"{home}turns/{turn.pk}/"
    assert "1 booked time would be met" in page(ding, address)
    given = {"every": "week", "first": "2026-03-11", "opens": "11:00", "closes": "12:00"}
    warned = ding.post(address, given)
    assert warned.status_code == 409 and "1 booked times would be met" in warned.content.decode()
    turn.refresh_from_db()
    assert turn.opens.hour == 10
    token = html.unescape(re.search(r'name="warned" value="([^"]+)"', warned.content.decode())[1])
    assert ding.post(address, {**given, "warned": token}).status_code == 302
    shown = page(ding, home)
    back = re.search(r'action="([^"]+/take-back/\d+/)"', shown)[1]
    assert "11:00–12:00" in shown and ding.post(back).status_code == 302
    turn.refresh_from_db()
    assert turn.opens.hour == 10 and ClinicBooking.objects.get().met_by_closing_at is None
    adviser = f"/office/clinics/advisers/{clinics.adviser.pk}/"
    ding.post(f"{adviser}terms/{clinics.adviser.terms.get().pk}/end/")
    ding.post(re.search(r'action="([^"]+/take-back/\d+/)"', page(ding, adviser))[1])
    assert str(clinics.adviser.terms.get().until) == "2026-04-01"
