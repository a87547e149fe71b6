"""The one screen: from a number, a code or nothing, to the papers, and on to whatever is needed."""

import pytest
from django.urls import reverse

from shiliu.live.services.appointments.tests.conftest import book
from shiliu.live.services.queue import actions as queue
from shiliu.live.services.queue import halls
from shiliu.live.services.visit import codes
from shiliu.live.services.visit.models import HandOver
from shiliu.platform import bookings
from shiliu.platform.permissions import ANONYMOUS

__all__ = ["book"]
SCREEN, OPEN = "/office/visit/", "/office/visit/open/"


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


@pytest.fixture
def zhao(town, card, client):
    client.force_login(town.people.zhao)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def line(town, counters):
    made = halls.save_hall(
        by=town.actor("ding"), code="west", names={"zh-hans": "大厅"}, organisation=town.units.committee, area=town.places.west,
        from_home=True, fair_minutes=30, left_after=2, near=3,
    )  # fmt: skip
    return halls.save_line(
        by=town.actor("ding"), hall=made, letter="A", names={"zh-hans": "A"}, windows=[counters.west], items=[]
    )


def test_a_number_is_opened_served_and_closed_and_carries_item_and_people_on(zhao, town, counters, card, line):
    ticket, _key = queue.draw(by=ANONYMOUS, line=line, item=card, people=2)
    queue.call_next(by=town.actor("zhao"), window=counters.west)
    assert "A001" in body(zhao.get(SCREEN))
    opened = zhao.post(OPEN, {"shown": "a1"})
    page = body(zhao.get(opened["Location"]))
    assert "Identity Card" in page and "Register" in page and "Is here" in page
    assert f"/office/windows/{counters.west.pk}/book/?item=card&amp;people=2" in page
    assert "/office/intake/?place=west&amp;title=Social+card" in page and "/cards/?place=west" in page
    carried = {"window": counters.west.pk, "ticket": ticket.pk}
    for verb, state in (("begin", "serving"), ("begin", "serving"), ("finish", "served")):
        answer = zhao.post(f"{SCREEN}do/{verb}/", carried)
        ticket.refresh_from_db()
        assert ticket.state == state
    assert answer["Location"] == reverse("office_queue:counter", args=[counters.west.pk, 1])
    drawn = zhao.post(f"{SCREEN}do/draw/", {**carried, "line": line.pk, "item": "card"})
    assert "/drawn/?next=%2Foffice%2Fvisit" in drawn["Location"] and line.tickets.get(number=2).people == 2
    assert zhao.post(f"{SCREEN}do/fly/").status_code == 404


def test_codes_open_an_appointment_a_need_and_a_slip_until_the_visit_is_over(zhao, counters, book, hand, raise_need):
    appointment, _bearer = book(10, 0, people=2)
    need = raise_need(by=None)
    at = zhao.post(OPEN, {"shown": bookings.code_of(appointment.booking)})["Location"]
    page = body(zhao.get(at))
    assert f"Appointment {appointment.number}" in page and "Social card" in page and "2 people" in page
    given = {"window": counters.west.pk, "appointment": appointment.pk}
    zhao.post(f"{SCREEN}do/came/", given)
    appointment.booking.refresh_from_db()
    assert appointment.booking.state == "came"
    case = zhao.post(OPEN, {"shown": need.code})["Location"]
    assert case == f"/cases/{need.case.pk}/" and need.case.title in body(zhao.get(case))
    sent = hand()
    assert zhao.post(OPEN, {"shown": codes.code_of(sent.key)})["Location"].endswith(f"/hand-overs/{sent.pk}/")
    assert "Nothing opens with this" in body(zhao.post(OPEN, {"shown": "3333-3333-33"}), 422)
    zhao.post(f"{SCREEN}do/end/", given)
    assert zhao.get(case).status_code in {302, 404}


def test_without_anything_an_item_is_chosen_from_the_window_or_found_by_words_never_a_person(zhao, town):
    assert "Social card" in body(zhao.get(SCREEN)) and "Legal advice" not in body(zhao.get(SCREEN))
    assert "Search in all services" in body(zhao.get(SCREEN, {"q": "gulnar"}))
    assert "gulnar@" not in body(zhao.get(SCREEN, {"q": "gulnar"}))


def test_an_item_is_handed_over_with_what_was_typed_kept_on_failure(zhao, counters, clerk, client):
    given = {"window": counters.west.pk, "item": "card"}
    page = zhao.get(SCREEN, given)
    key = page.context["handing"]["key"].value()
    failed = body(zhao.post(f"{SCREEN}hand-over/", {**given, "key": key, "papers": "photo"}), 422)
    assert "Choose where it goes." in failed and 'value="photo" id="id_papers_1" checked' in failed.replace("  ", " ")
    given |= {"key": key, "target": f"window:{counters.street.pk}", "papers": ["photo"]}
    at = zhao.post(f"{SCREEN}hand-over/", given)["Location"]
    assert "Take it back" in body(zhao.get(at)) and zhao.get(f"{at}slip.pdf").content.startswith(b"%PDF")
    assert HandOver.objects.get().number in body(zhao.get(f"{SCREEN}hand-overs/", {"side": "sent"}))
    client.force_login(clerk.person)
    assert "Social card" in body(client.get(f"{SCREEN}hand-overs/"))
    assert "Nothing was found" in body(client.get(f"{SCREEN}hand-overs/", {"number": "H99999"}))
    client.post(f"{at}receive/")
    assert "Choose why" in body(client.post(f"{at}give-back/", {"why": ""}), 422)
    client.post(f"{at}finish/", {"collect": "there"})
    assert HandOver.objects.get().state == "finished" and client.get(f"{at}slip.pdf").status_code == 404


def test_whoever_holds_the_slip_follows_it_with_the_code_and_nobody_else(hand, client):
    sent = hand()
    client.cookies["django_language"] = "en"
    assert "No slip has this code" in body(client.post("/visit/", {"code": "3333-3333-33"}), 422)
    assert sent.number not in body(client.get("/visit/"))
    page = body(client.get("/visit/", {"code": codes.code_of(sent.key)}, follow=True))
    assert sent.number in page and "Street window" in page and "Photo" in page and "On its way" in page


def test_the_screen_asks_little_of_the_database(zhao, counters, django_assert_max_num_queries):
    zhao.get(SCREEN)
    with django_assert_max_num_queries(32):
        zhao.get(SCREEN, {"window": counters.west.pk, "item": "card"})


def test_the_intake_takes_place_and_title_from_the_address(zhao, town, catalogue):
    form = zhao.get("/cases/office/intake/", {"place": "west", "title": "Social card"}).context["form"]
    assert (form["area"].value(), form["title"].value()) == (town.places.west.pk, "Social card")
