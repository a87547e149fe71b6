"""Joint sittings: plans that can be held, as good as trying everything, with a reason for every case left out."""

from datetime import date, datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.inputs import BadInput
from shiliu.methods.scheduling import Body, Case, Docket, Fault, Room, Sitting, check, schedule, upper_bound
from shiliu.methods.scheduling.board import Docketed
from shiliu.methods.scheduling.search import Plan, chain, greedy, search

pytestmark = pytest.mark.once
few = settings(max_examples=settings.default.max_examples // 12)
SEEDS = st.integers(0, 2**32)
SLOTS = [datetime(2026, 12, 1, 9) + timedelta(hours=5 * at) for at in range(12)]
S = frozenset(SLOTS)


def docket(seed, cases=4, slots=3):
    rng = Random(seed)
    some = lambda share: frozenset(slot for slot in SLOTS[:slots] if rng.random() < share)  # noqa: E731
    return Docket(
        tuple(
            Case(
                f"case {at}",
                frozenset(rng.sample("ABC", rng.randint(1, 2))),
                frozenset(rng.sample("pq", rng.randint(0, 1))),
                rng.choice([None, some(0.7)]),
                rng.choice([None, SLOTS[0].date() + timedelta(days=rng.randint(0, 1))]),
                rng.choice([None, SLOTS[-1].date(), SLOTS[slots - 1].date()]),
                rng.choice([0, 0, 6]),
                rng.randint(1, 3),
            )
            for at in range(cases)
        ),
        tuple(Body(key, some(0.8), 1 + (key == "A" and rng.random() < 0.3)) for key in "ABC"),
        (Room("small", some(0.9), 4), Room("large", some(0.8), 8)),
        {"p": some(0.8)},
    )


def best_by_trying(problem):
    rooms = [room.key for room in problem.rooms]
    best = 0
    for chosen in product([None, *product(problem.slots, rooms)], repeat=len(problem.cases)):
        weight = sum(case.weight for case, place in zip(problem.cases, chosen, strict=True) if place)
        if weight > best:
            plan = [Sitting(case.key, *place) for case, place in zip(problem.cases, chosen, strict=True) if place]
            best = weight if not check(problem, plan) else best
    return best


@few
@given(SEEDS)
def test_a_small_docket_is_planned_as_well_as_can_be(seed):
    problem = docket(seed, cases=3)
    result = schedule(problem, steps=0)
    assert check(problem, result.sittings) == []
    assert result.weight == best_by_trying(problem) <= upper_bound(problem)
    assert result.proved


@few
@given(SEEDS)
def test_any_plan_can_be_held_is_the_same_in_any_order_and_tells_of_everyone_left_out(seed):
    problem = docket(seed, cases=14, slots=6)
    result = schedule(problem, most_variables=0)
    assert check(problem, result.sittings) == []
    assert result.weight <= upper_bound(problem)
    weight = {case.key: case.weight for case in problem.cases}
    assert result.weight == sum(weight[one.case] for one in result.sittings)
    assert sorted([one.case for one in result.sittings] + [left.case for left in result.left]) == sorted(weight)
    for left in result.left:
        assert (left.code == "crowded") == (left.slots > 0)
        assert left.slots <= sum(left.bodies.values()) + sum(left.parties.values()) + left.rooms
        alone = Docket(
            tuple(case for case in problem.cases if case.key == left.case),
            problem.bodies,
            problem.rooms,
            problem.parties,
        )
        assert len(schedule(alone).sittings) == (left.code == "crowded")
    rng = Random(seed)
    mixed = [rng.sample(rows, len(rows)) for rows in (problem.cases, problem.bodies, problem.rooms)]
    assert schedule(Docket(*map(tuple, mixed), problem.parties), most_variables=0) == result


@few
@given(SEEDS)
def test_the_search_is_never_worse_than_greedy_and_never_better_than_the_best(seed):
    problem = docket(seed, cases=16, slots=6)
    board = Docketed(problem)
    exact = schedule(problem)
    assert greedy(board).total <= search(board, steps=100).total <= exact.weight
    assert exact.bound is None or exact.weight <= exact.bound


def test_a_chain_moves_two_cases_so_that_a_third_is_heard():
    cases = (
        Case("a", frozenset("X"), slots=frozenset(SLOTS[:2])),
        Case("b", frozenset("X"), slots=frozenset(SLOTS[1:3])),
        Case("c", frozenset("X"), slots=frozenset(SLOTS[:1])),
    )
    board = Docketed(Docket(cases, (Body("X", S),), (Room("r", S), Room("s", S))))
    plan = Plan(board)
    plan.put(0, 0)
    plan.put(1, 1)
    assert chain(plan, 2, {}, 0)
    assert plan.at == [1, 2, 0]
    assert not chain(Plan(Docketed(Docket(cases[:1], (Body("X", frozenset()),), ()))), 0, {}, 0)


def test_cases_are_heard_as_early_as_they_can():
    cases = tuple(Case(f"{at}", frozenset("X")) for at in range(3))
    result = schedule(Docket(cases, (Body("X", S),), (Room("r", S),)))
    assert [one.slot for one in result.sittings] == SLOTS[:3]


def test_a_body_may_hear_two_cases_at_a_time_and_the_larger_case_gets_the_larger_room():
    cases = (Case("many", frozenset("X"), seats=8), Case("few", frozenset("X"), seats=2))
    rooms = (Room("hall", frozenset(SLOTS[:1]), 9), Room("study", frozenset(SLOTS[:1]), 4))
    result = schedule(Docket(cases, (Body("X", S, at_once=2),), rooms))
    assert {one.case: one.room for one in result.sittings} == {"many": "hall", "few": "study"}
    assert len(schedule(Docket(cases, (Body("X", S),), rooms)).sittings) == 1


@pytest.mark.parametrize(
    ("case", "bodies", "rooms", "parties", "code", "helping"),
    [
        ({"deadline": date(2026, 11, 30)}, S, S, {}, "no_days", ()),
        ({"slots": frozenset()}, S, S, {}, "no_days", ()),
        (
            {"parties": frozenset("pq")},
            S,
            S,
            {"p": frozenset(SLOTS[:1]), "q": frozenset(SLOTS[1:])},
            "parties_apart",
            (),
        ),
        (
            {"bodies": frozenset("XY"), "slots": frozenset(SLOTS[:6])},
            frozenset(SLOTS[6:]),
            S,
            {},
            "bodies_apart",
            ("X",),
        ),
        ({"seats": 99}, S, S, {}, "no_room", ()),
        ({}, S, frozenset(), {}, "no_room", ()),
    ],
)
def test_each_reason_for_not_being_heard_is_told(case, bodies, rooms, parties, code, helping):
    problem = Docket(
        (Case(**{"key": "a", "bodies": frozenset("X"), **case}),),
        (Body("X", bodies), Body("Y", S)),
        (Room("r", rooms, 9),),
        parties,
    )
    (left,) = schedule(problem).left
    assert (left.code, left.slots, left.would_help) == (code, 0, helping)


def test_a_crowded_case_learns_who_is_busy_when():
    cases = (Case("a", frozenset("X"), weight=2), Case("b", frozenset("XY")))
    result = schedule(Docket(cases, (Body("X", frozenset(SLOTS[:1])), Body("Y", S)), (Room("r", S), Room("s", S))))
    (left,) = result.left
    assert (left.case, left.code, left.slots, left.bodies, left.rooms) == ("b", "crowded", 1, {"X": 1}, 0)
    assert result.proved


def test_the_check_finds_each_fault_by_itself():
    problem = Docket(
        (
            Case("a", frozenset("X"), frozenset("p"), frozenset(SLOTS[:6]), date(2026, 12, 2), date(2026, 12, 2), 5),
            Case("b", frozenset("X"), frozenset("p")),
        ),
        (Body("X", frozenset(SLOTS[:9])),),
        (Room("r", frozenset(SLOTS[:8]), 4),),
        {"p": frozenset(SLOTS[:7])},
    )
    plan = [
        Sitting("a", SLOTS[0], "r"),
        Sitting("a", SLOTS[11], "r"),
        Sitting("b", SLOTS[0], "r"),
        Sitting("z", SLOTS[0], "r"),
    ]
    assert check(problem, plan) == [
        Fault("too_early", "a"),
        Fault("room_small", "a", "r"),
        Fault("twice", "a"),
        Fault("too_late", "a"),
        Fault("not_suiting", "a"),
        Fault("room_closed", "a", "r"),
        Fault("room_small", "a", "r"),
        Fault("body_away", "a", "X"),
        Fault("not_suiting", "a", "p"),
        Fault("room_busy", "b", "r"),
        Fault("body_busy", "b", "X"),
        Fault("party_busy", "b", "p"),
        Fault("unknown", "z", "r"),
    ]


@pytest.mark.parametrize(
    ("cases", "bodies", "rooms", "code"),
    [
        ([Case("a", frozenset("X")), Case("a", frozenset("X"))], [Body("X", S)], [], "double_key"),
        ([Case("a", frozenset("X"))], [], [], "unknown"),
        ([Case("a", frozenset())], [], [], "no_bodies"),
        ([Case("a", frozenset("X"), weight=0)], [Body("X", S)], [], "not_a_count"),
        ([Case("a", frozenset("X"), seats=-1)], [Body("X", S)], [], "not_a_count"),
        ([], [Body("X", S, at_once=0)], [], "not_a_count"),
        ([], [], [Room("r", S), Room("r", S)], "double_key"),
    ],
)
def test_a_docket_that_contradicts_itself_is_refused(cases, bodies, rooms, code):
    with pytest.raises(BadInput) as refused:
        schedule(Docket(tuple(cases), tuple(bodies), tuple(rooms)))
    assert refused.value.code == code


def test_nothing_to_hear_is_a_plan():
    assert schedule(Docket((), (), ())).proved
    assert upper_bound(Docket((), (), ())) == 0
