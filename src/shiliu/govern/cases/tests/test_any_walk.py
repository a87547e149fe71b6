"""Whatever anybody presses, in any order and at any time: no illegal state, no reset clock, no lost history, nothing half-done."""

from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from shiliu.govern.cases.models import Case
from shiliu.govern.cases.tests.walking import ACTORS, BESIDE, PARTS, TABLES, VERBS, Walk
from shiliu.govern.cases.workflow import HAZARD

STEPS = st.fixed_dictionaries({
    "choice": st.integers(0, 99), "anybody": st.integers(0, 9), "end": st.integers(0, 5), "hours": st.integers(0, 120),
    "days": st.sampled_from((-1, 0, 1, 3, 9, 30)), "promise": st.booleans(), "despite": st.booleans(),
})  # fmt: skip
# Each walk is rolled back, so the town may stay. A walk takes half a second: only the long run takes hundreds of them and
# the minutes it needs to make a failing one short.
LONG = settings.default.max_examples > 1000


@pytest.fixture
def walk(town, catalogue, raise_need, png):
    """walk(kind, channel, matter) → a Walk of a need of Gulnar's: by the web it may be junk, by phone she may be called back."""

    def begin(kind, channel="web", matter="street_lamp"):
        case = raise_need(kind=kind, category=matter).case
        Case.objects.filter(pk=case.pk).update(channel=channel)
        return Walk(town, catalogue, png, case, raise_need(kind="help").case)

    return begin


def chosen(walk, step):
    """(verb, actor key): mostly a move that somebody may make now, so that walks get far, and seldom one that ends them;
    one time in five any verb by anybody."""
    anything = [*VERBS, *BESIDE][step["choice"] % (len(VERBS) + len(BESIDE))], ACTORS[step["choice"] % len(ACTORS)]
    if step["anybody"] < 2:
        return anything
    possible = {verb: key for verb, key in walk.possible().items() if step["end"] == 0 or not ends(walk, verb)}
    return sorted(possible.items())[step["choice"] % len(possible)] if possible else anything


def ends(walk, verb):
    """Whether nothing leads on from where the move leads."""
    return verb in VERBS and not any(
        walk.case.workflow.move(verb).target in move.sources for move in walk.case.workflow.moves
    )


@settings(
    max_examples=500 if LONG else 4,
    phases=tuple(Phase) if LONG else (Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(("help", "hazard")), channel=st.sampled_from(("web", "phone")),
    steps=st.lists(STEPS, min_size=8, max_size=20),
)  # fmt: skip
def test_any_walk_by_anybody_leaves_a_legal_state_and_all_of_its_history(walk, kind, channel, steps):
    with transaction.atomic():
        going = walk(kind, channel)
        for step in steps:
            going.wait(step["hours"])
            verb, key = chosen(going, step)
            given = {
                "days": step["days"],
                "pick": step["choice"],
                "promise": step["promise"],
                "despite": step["despite"],
            }
            event(f"{verb} {'taken' if going.press(verb, key, **given) else 'refused'}")
        going.finish()
        transaction.set_rollback(True)


@pytest.mark.long
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_walkers_who_go_where_nobody_went_take_every_move_of_the_table_and_what_is_done_beside_it(walk, table):
    kind = "hazard" if table is HAZARD else "help"
    left = {move.key for move in table.moves} | set(() if table is HAZARD else BESIDE)
    chance = Random(20260310)
    for turn in range(MOST_WALKS):
        called_back = any(verb.startswith("call_back") for verb in left)
        if left:
            with transaction.atomic():
                going = walk(
                    kind, "phone" if turn % 2 and called_back else "web", None if "to_triage" in left else "street_lamp"
                )
                wander(going, left, chance)
                left -= going.taken
                transaction.set_rollback(True)
    assert not left, sorted(left)


MOST_WALKS, FARTHEST = 24, 20


def wander(going, left, chance):
    """A walk to the nearest moves that are left, one after the other, the ones that end it last."""
    stuck = set()  # moves that lead nowhere from here, whatever the values
    for _step in range(FARTHEST):
        wanted = next_of(going, left - going.taken)
        possible = sorted(going.possible().items() - stuck)
        if not possible or not wanted:
            break
        far = distances(going.case.workflow, wanted)
        best = min(cost(going, verb, wanted, far) for verb, _key in possible)
        verb, key = chance.choice([one for one in possible if cost(going, one[0], wanted, far) == best])
        given = {"pick": chance.randrange(6), "promise": True, "despite": True}
        if not any(going.press(verb, key, days=days, **given) for days in (1, 3, 9, 30)):
            stuck.add((verb, key))
        going.wait(1)
    going.finish()


def next_of(going, left):
    """What to take first: what ends the walk comes last, and a part must be asked for before it is done."""
    lasting = {verb for verb in left if not ends(going, verb)}
    return (lasting or left) | ({"task_asked"} if left & PARTS.keys() and "task_asked" not in going.taken else set())


def cost(going, verb, wanted, far):
    """How many moves until one that is wanted."""
    if verb in wanted:
        return 0
    if ends(going, verb):
        return 1000
    return 1 + (far.get(going.case.workflow.move(verb).target, 99) if verb in VERBS else 99) + (verb in going.taken)


def distances(table, wanted):
    """{state: how many moves lead from it to one that is wanted}, by the table alone."""
    far = {source: 0 for move in table.moves if move.key in wanted for source in move.sources}
    while more := {
        source: far[move.target] + 1
        for move in table.moves
        if move.target in far
        for source in move.sources
        if source not in far
    }:
        far |= more
    return far
