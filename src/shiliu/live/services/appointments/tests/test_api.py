"""The same over JSON: free times, booking, moving and cancelling with the code, the window's day."""

from django.test import Client

from shiliu.live.services.appointments.tests.conftest import TOMORROW, at
from shiliu.platform.bookings import Booking

API = "/api/v1"


def ask(browser, method, address, status=200, **body):
    given = {"data": body, "content_type": "application/json"} if method == "post" else {"data": body}
    answer = getattr(browser, method)(f"{API}{address}", **given)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_program_finds_a_window_books_moves_and_cancels(counters):
    program = Client(headers={"accept-language": "en"})
    found = ask(program, "get", "/windows/", item="card", language="ug")
    assert [one["code"] for one in found["items"]] == ["west-1"] and found["items"][0]["is_open"]
    assert ask(program, "get", "/windows/west-1")["items"][0] == {"item": "card", "name": "Social card", "minutes": 20}
    assert len(ask(program, "get", "/windows/west-1/hours", days=2)) == 4
    assert ask(program, "get", "/windows/west-1/roster") == [] and ask(program, "get", "/windows/none", 404)
    free = ask(program, "get", "/appointments/times", window="west-1", item=["card", "pension"], people=2)
    assert free["minutes"] == 60 and len(free["times"]) > 10
    wanted = {"window": "west-1", "items": ["card"], "starts": at(counters, TOMORROW, 10).isoformat(), "phone": "13800138000",
              "key": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f"}  # fmt: skip
    made = ask(program, "post", "/appointments/", **wanted)
    assert made["papers"] == ["Identity Card", "Photo"] and made["state"] == "confirmed"
    assert ask(program, "post", "/appointments/", **wanted)["number"] == made["number"]
    assert "phone" in ask(program, "post", "/appointments/", 422, **{**wanted, "phone": "x"})["fields"]
    assert ask(program, "post", "/appointments/", 422, **{**wanted, "starts": "2026-03-11T10:00:00"})
    assert ask(program, "post", "/appointments/", 409, **{**wanted, "key": None})
    moved = ask(
        program, "post", "/appointments/opened/move", code=made["code"], starts=at(counters, TOMORROW, 11).isoformat()
    )
    assert moved["starts"].startswith("2026-03-11T03:00") and moved["code"] == made["code"]
    assert ask(program, "post", "/appointments/opened/cancel", code=made["code"])["state"] == "cancelled"
    assert ask(program, "post", "/appointments/opened", 404, code="3333-3333-33")


def test_only_the_window_reads_its_day_and_notes_who_came(counters, town, book):
    made, _bearer = book(10, 0, called="王阿姨")
    desk = Client()
    desk.force_login(town.people.zhao)
    (row,) = ask(desk, "get", "/appointments/days/west-1", day="2026-03-11")
    assert (row["number"], row["called"]) == (made.number, "王阿姨")
    desk.post(f"{API}/appointments/marks/{made.number}/came", HTTP_X_CSRFTOKEN="")
    assert ask(desk, "get", "/appointments/days/street-1", 404)
    stranger = Client()
    stranger.force_login(town.people.li)
    assert ask(stranger, "get", "/appointments/days/west-1", 403) and Booking.objects.get().state in {
        "confirmed",
        "came",
    }
