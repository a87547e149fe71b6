"""Lots are drawn once, from a closed list, with words announced before."""

from datetime import timedelta

import pytest

from shiliu.methods.drawing import drawn_order, seed_of
from shiliu.platform.clock import at_time
from shiliu.platform.draws import drawing, registers
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def lots(town):
    return drawing.announce(
        kind="test.table", places=2, closes_at=town.now + timedelta(days=1), words_from="Lottery of 12 March"
    )


def closed(lots, town, *keys):
    for key in keys:
        drawing.put_in(lots, getattr(town.people, key))
    with at_time(town.now + timedelta(days=2)):
        return drawing.close(lots)


def test_the_order_is_what_anybody_gets_who_draws_again(lots, town):
    closed(lots, town, "gulnar", "chen", "ma")
    done = drawing.draw(lots, "7 11 23")
    numbers = list(done.tickets.values_list("number", flat=True))
    order = drawn_order(numbers, seed_of(numbers, "7 11 23"))
    assert [one.number for one in drawing.drawn(done)] == order[:2]


def test_nobody_draws_twice_or_from_an_open_list_or_without_words(lots, town):
    drawing.put_in(lots, town.people.gulnar)
    with pytest.raises(NotPossible):
        drawing.draw(lots, "7")
    closed(lots, town)
    with pytest.raises(NotPossible):
        drawing.draw(lots, " ")
    drawing.draw(lots, "7")
    with pytest.raises(NotPossible):
        drawing.draw(lots, "8")


def test_after_the_close_no_ticket_comes_or_goes(lots, town):
    first = drawing.put_in(lots, town.people.gulnar)
    assert drawing.put_in(lots, town.people.gulnar) == first
    closed(lots, town)
    for change in (drawing.put_in, drawing.take_out):
        with pytest.raises(NotPossible):
            change(lots, town.people.chen)


def test_at_the_announced_moment_the_list_is_closed_by_itself(lots, town):
    with at_time(town.now + timedelta(days=1)), pytest.raises(NotPossible):
        drawing.put_in(lots, town.people.gulnar)


def test_who_declines_is_followed_by_the_next_reserve(lots, town):
    closed(lots, town, "gulnar", "chen", "ma")
    drawing.draw(lots, "7")
    first, second = drawing.drawn(lots)
    reserve = lots.tickets.get(turn=3)
    assert drawing.decline(lots, first.person) == reserve and list(drawing.drawn(lots)) == [second, reserve]
    assert drawing.decline(lots, first.person) is None and drawing.is_drawn(lots, reserve.person)


def test_a_draw_is_announced_whole(town):
    with pytest.raises(NotPossible) as refused:
        drawing.announce(kind="x", places=0, closes_at=town.now, words_from=" ")
    assert set(refused.value.fields) == {"closes_at", "places", "words_from"}


def test_numbers_stay_when_people_are_forgotten(lots, town):
    closed(lots, town, "gulnar", "chen")
    assert registers.export(town.people.gulnar)[0]["for"] == "test.table"
    registers.erase(town.people.gulnar)
    drawing.forget(lots)
    assert lots.tickets.count() == 2 and not lots.tickets.exclude(person=None).exists()
