"""Clinics over JSON: a program finds one, books, waits, moves and cancels; the desk reads its day."""

from django.test import Client

from shiliu.live.services.appointments.tests.test_api import ask
from shiliu.live.services.clinics.tests.conftest import at
from shiliu.platform.bookings import Booking


def test_a_program_finds_a_clinic_books_waits_confirms_and_cancels(clinics):
    program = Client(headers={"accept-language": "en"})
    found = ask(program, "get", "/clinics/", matter="work", language="ug")
    assert [one["code"] for one in found["items"]] == ["legal-west"] and found["count"] == 1
    one = ask(program, "get", "/clinics/legal-west")
    assert one["advisers"][0]["name"] == "Lawyer on duty" and one["text"] == "Ask before you sign."
    assert [who["until"] for who in ask(program, "get", "/clinics/advisers")] == ["2026-04-01"]
    assert (
        ask(program, "get", "/clinics/none", 404) and len(ask(program, "get", "/clinics/legal-west/hours", days=8)) == 2
    )
    ten = at(clinics.legal, 10).isoformat()
    assert ask(program, "get", "/clinics/legal-west/times")["full"] == []
    wanted = {"clinic": "legal-west", "starts": ten, "key": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f"}
    made = ask(program, "post", "/clinics/bookings/", **wanted)
    assert ask(program, "post", "/clinics/bookings/", **wanted)["number"] == made["number"]
    assert ask(program, "post", "/clinics/bookings/", 409, **{**wanted, "key": None})
    assert "phone" in ask(program, "post", "/clinics/bookings/", 422, **{**wanted, "phone": "x"})["fields"]
    assert "email" in ask(program, "post", "/clinics/bookings/waiting", 422, clinic="legal-west", starts=ten)["fields"]
    waits = ask(program, "post", "/clinics/bookings/waiting", clinic="legal-west", starts=ten, email="w@example.org")
    assert waits["state"] == "waiting" and len(ask(program, "get", "/clinics/legal-west/times")["full"]) == 1
    eleven = at(clinics.legal, 11).isoformat()
    assert ask(program, "post", "/clinics/opened/move", code=made["code"], starts=eleven)["state"] == "confirmed"
    assert ask(program, "post", "/clinics/opened", code=waits["code"])["held_until"]
    assert ask(program, "post", "/clinics/opened/confirm", code=waits["code"])["state"] == "confirmed"
    assert ask(program, "post", "/clinics/opened/cancel", code=waits["code"])["state"] == "cancelled"
    assert ask(program, "post", "/clinics/opened", 404, code="3333-3333-33")
    assert ask(program, "post", "/clinics/opened/move", 422, code=made["code"], starts="2026-03-11T10:00:00")


def test_only_the_desk_reads_the_day_and_notes_who_came(clinics, town, book):
    made, _bearer = book(10, 0, email="a@example.org")
    desk, stranger = Client(), Client()
    desk.force_login(town.people.zhao)
    stranger.force_login(town.people.gulnar)
    (row,) = ask(desk, "get", "/clinics/days/legal-west", day="2026-03-11")
    assert row == {**row, "number": made.number, "state": "confirmed", "people": 1} and "example" not in str(row)
    for verb, status in (("came", 200), ("scold", 404)):
        assert desk.post(f"/api/v1/clinics/marks/{made.number}/{verb}").status_code == status
    assert (
        Booking.objects.get().state == "came"
        and stranger.post(f"/api/v1/clinics/marks/{made.number}/came").status_code == 403
    )
    assert ask(stranger, "get", "/clinics/days/legal-west", 403)
