"""A draw follows from its tickets and its words, and from nothing else."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.methods.drawing import drawn_order, fingerprint, seed_of

pytestmark = pytest.mark.once
TICKETS = st.lists(st.text("ABCDEFGH23456789", min_size=4, max_size=8), unique=True, max_size=30)


@given(TICKETS, st.text(max_size=20), st.randoms())
def test_whoever_draws_again_gets_the_same_whatever_the_order_of_the_list(tickets, words, random):
    mixed = random.sample(tickets, len(tickets))
    order = drawn_order(tickets, seed_of(tickets, words))
    assert order == drawn_order(mixed, seed_of(mixed, f"  {words} ")) and sorted(order) == sorted(tickets)


def test_one_ticket_more_or_other_words_change_the_seed():
    tickets = ["A", "B"]
    assert len({seed_of(tickets, "3,214.56"), seed_of(tickets, "3,214.57"), seed_of([*tickets, "C"], "3,214.56")}) == 3
    assert fingerprint(["A", "B"]) == fingerprint(["B", "A"]) != fingerprint(["A", "C"])


def test_a_ticket_twice_is_refused():
    with pytest.raises(ValueError):
        drawn_order(["A", "A"], "s")


def test_every_ticket_is_drawn_first_about_as_often_as_any_other():
    tickets = [f"T{n}" for n in range(8)]
    first = Counter(drawn_order(tickets, seed_of(tickets, str(day)))[0] for day in range(4000))
    assert all(abs(count - 500) < 110 for count in first.values()), first  # five standard deviations
