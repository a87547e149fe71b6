"""Setting up halls and lines: what belongs together, the history, taking a change back; and what a closed one still does."""

import pytest
from django.urls import reverse

from shiliu.live.services.queue import actions, halls, queries
from shiliu.live.services.queue.models import Hall, Line, Ticket
from shiliu.live.services.windows.models import Window
from shiliu.live.services.windows.tests.town_windows import item
from shiliu.platform import audit, depending
from shiliu.platform.permissions import ANONYMOUS, Actor, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import person


def window_of(unit, area, code="other", **given):
    return Window.objects.create(
        code=code, names={"zh-hans": code, "en": code.title()}, organisation=unit, area=area, **given
    )


def given_of(hall, **changed):
    return {**{name: getattr(hall, name) for name in halls.FIELDS}, **changed}


def save_line(town, hall, **given):
    return halls.save_line(
        by=town.actor("ding"),
        hall=hall.hall,
        letter="C",
        names={"zh-hans": "丙"},
        **{"windows": [], "items": [], **given},
    )


def test_a_line_takes_only_windows_and_items_of_its_hall_whoever_asks(town, hall):
    elsewhere = window_of(town.units.street_office, town.places.east)
    stray = item("stray", "Stray")
    with pytest.raises(NotPossible) as wrong:
        save_line(town, hall, windows=[elsewhere], items=[stray])
    assert set(wrong.value.fields) == {"windows", "items"} and not Line.objects.filter(letter="C").exists()
    visiting = window_of(town.units.fire, town.places.west, code="visiting")
    visiting.served.create(item=stray, minutes=5)
    assert save_line(town, hall, windows=[visiting], items=[stray]).windows.get() == visiting


def test_a_hall_belongs_to_a_unit_that_serves_its_place_and_keeps_its_numbers_in_bounds(town, hall):
    ding = town.actor("ding")
    for wrong in (
        {"organisation": town.units.other_property},
        {"area": town.places.house},
        {"fair_minutes": 0},
        {"names": {"en": "x"}},
    ):
        with pytest.raises(NotPossible) as problem:
            halls.save_hall(by=ding, hall=hall.hall, **given_of(hall.hall, **wrong))
        assert set(problem.value.fields) <= {*wrong, "organisation"}


def test_a_change_of_a_hall_or_a_line_is_told_and_taken_back_unless_it_was_changed_again(town, hall, client):
    ding = town.actor("ding")
    halls.save_hall(by=ding, hall=hall.hall, **given_of(hall.hall, near=7))
    given = {"by": ding, "hall": hall.hall, "line": hall.a, "letter": "A", "names": {"zh-hans": "甲"}, "items": []}
    halls.save_line(windows=[], **given)
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("office_queue:hall", args=[hall.hall.pk])).content.decode()
    assert "“Soon your turn”" in page and "Take this change back" in page
    row, line_row = audit.rows_on(hall.hall).first(), audit.rows_on(hall.a).first()
    client.post(reverse("office_queue:take_back", args=[hall.hall.pk, row.pk]))
    assert Hall.objects.get().near == 3
    at = reverse("office_queue:line", args=[hall.hall.pk, hall.a.pk])
    assert "w1" in client.get(at).content.decode()
    back = reverse("office_queue:take_back_line", args=[hall.a.pk, line_row.pk])
    client.post(back)
    hall.a.refresh_from_db()
    assert hall.a.names["en"] == "Cards" and hall.a.windows.get() == hall.window
    assert "changed again later" in client.post(back, follow=True).content.decode()
    with pytest.raises(NotPossible):
        halls.take_back_line(by=ding, line=hall.b, row=line_row)


def test_a_closed_line_and_a_closed_hall_still_call_those_who_wait(town, hall, client):
    zhao, ding = town.actor("zhao"), town.actor("ding")
    for _number in range(2):
        actions.draw(by=ANONYMOUS, line=hall.a)
    halls.close_line(by=ding, line=hall.a)
    assert actions.call_next(by=zhao, window=hall.window).code == "A001"
    assert [row.line for row in queries.board(hall.hall)] == [hall.a, hall.b]
    halls.set_open(by=ding, hall=hall.hall, active=False)
    assert actions.call_next(by=zhao, window=hall.window).code == "A002"
    assert "A002" in client.get(reverse("queue:screen", args=["west"])).content.decode()
    client.cookies["django_language"] = "en"
    assert "The hall is closed" in client.get(reverse("queue:kiosk", args=["west"])).content.decode()


def test_a_worker_of_a_visiting_unit_serves_at_its_own_window_of_the_hall_and_at_no_other(town, hall):
    visiting = window_of(town.units.fire, town.places.west, code="visiting")
    halls.save_line(by=town.actor("ding"), hall=hall.hall, line=hall.b, letter="B", names=hall.b.names, windows=[hall.window, visiting],
                    items=[])  # fmt: skip
    worker = Actor.of(person("worker", ("window_worker", town.units.fire)))
    assert queries.counters_of(worker) == [visiting]
    actions.draw(by=ANONYMOUS, line=hall.b)
    ticket = actions.call_next(by=worker, window=visiting)
    for step in (actions.begin, actions.hold, actions.come_back):
        step(by=worker, ticket=ticket)
    other, _key = actions.draw(by=ANONYMOUS, line=hall.a)
    called = actions.call_next(by=town.actor("zhao"), window=hall.window)
    for refused in (called, other):
        with pytest.raises(Refused):
            actions.leave(by=worker, ticket=refused)


def test_a_window_tells_who_waits_for_it_alone_before_it_is_retired(town, hall):
    actions.draw(by=ANONYMOUS, line=hall.a)
    assert "1 number that waits for it alone" in depending.told(hall.window)
    assert Ticket.objects.count() == 1
