"""Whatever anybody presses, in any order and at any time: no illegal state, no reset clock, no lost history, nothing half-done."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localtime
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shiliu.govern.cases import actions, sweep
from shiliu.govern.cases.models import Case, CasePause
from shiliu.govern.cases.workflow import ENDED_STATES, HAZARD, ORDINARY, PAUSED_STATES
from shiliu.platform import audit
from shiliu.platform.clock import at_time, now
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Refused
from shiliu.platform.workflow import NotPossible

VERBS = sorted({move.key for table in (ORDINARY, HAZARD) for move in table.moves})
ACTORS = ("gulnar", "chen", "li", "hu", "lin", "sun", "ma", "ding", "system", "guest")
STEPS = st.fixed_dictionaries({
    "choice": st.integers(0, 99), "anybody": st.integers(0, 9), "end": st.integers(0, 5), "hours": st.integers(0, 120),
    "days": st.integers(-2, 40), "promise": st.booleans(),
})  # fmt: skip


def by(town, key):
    return {"system": SYSTEM, "guest": ANONYMOUS}.get(key) or town.actor(key)


def whole(case):
    """Everything kept about a case, in an order that does not depend on the database."""
    rows = [Case.objects.filter(pk=case.pk).values().get()]
    related = ("steps", "clocks", "pauses", "judgements", "promises", "merges", "tasks", "junk_marks")
    return rows + [sorted(getattr(case, name).values_list(), key=str) for name in related]


def chosen(town, case, step):
    """(verb, actor key): mostly a move that somebody may make now, so that walks get far, and seldom one that ends them;
    one time in five any verb by anybody."""
    if step["anybody"] < 2:
        return VERBS[step["choice"] % len(VERBS)], ACTORS[step["choice"] % len(ACTORS)]
    possible = [
        (move, key) for key in ACTORS for move in case.workflow.open_to(by(town, key), case)
        if step["end"] == 0 or move.target not in ENDED_STATES
    ]  # fmt: skip
    moves = sorted({move.key for move, _key in possible})
    if not moves:
        return VERBS[step["choice"] % len(VERBS)], ACTORS[step["choice"] % len(ACTORS)]
    verb = moves[step["choice"] % len(moves)]
    return verb, next(key for move, key in possible if move.key == verb)


def check_clocks(before, after):
    known = {clock.pk: clock for clock in after}
    for clock in before:
        same = known[clock.pk]
        assert (same.started_at, same.due, same.kind, same.round) == (
            clock.started_at,
            clock.due,
            clock.kind,
            clock.round,
        )
        assert same.due_now >= clock.due_now, "a deadline moved towards us"
        assert clock.met_at is None or same.met_at == clock.met_at, "a kept promise was rewritten"


def check(case, before_steps, before_clocks):
    assert case.state in {state.key for state in case.workflow.states}
    steps = list(case.steps.all())
    assert [(s.pk, s.move, s.said, s.at) for s in steps[: len(before_steps)]] == [
        (s.pk, s.move, s.said, s.at) for s in before_steps
    ]
    check_clocks(before_clocks, list(case.clocks.all()))
    waiting = case.pauses.filter(ended_at__isnull=True).count()
    assert waiting == (1 if case.state in PAUSED_STATES else 0)
    assert case.round in {1, 2}
    assert (case.ended_at is not None) == (case.state in ENDED_STATES)
    assert (case.merged_into_id is not None) == (case.state == "merged")
    if case.state in ENDED_STATES:
        assert case.next_due is None


def press(town, case, other, step, choices, photo):
    """The verb of one press of a button, "" when it was refused with everything left as it was."""
    verb, key = chosen(town, case, step)
    units, categories = choices
    days = step["days"]
    day = localtime(now()).date() + timedelta(days=days)
    promise = {"promise": "A new lamp", "promised_by": day} if step["promise"] else {}
    values = {
        "said": "Words.", "level": 1 + days % 5, "unit": units[days % len(units)], "category": categories[days % len(categories)],
        "objection": "not_our_duty", "reason": "secret", "junk": "advert", "obstacle": "money", "until": day, "review": day, "into": other,
        "despite": "It cannot wait.", "files": [photo()] if verb == "report_removed" else [], **promise,
    }  # fmt: skip
    before = whole(case)
    try:
        with transaction.atomic():
            actions.move(by=by(town, key), case=case, verb=verb, **values)
    except (NotPossible, Refused):
        assert whole(case) == before
        return ""
    return verb


# Each walk is rolled back, so the town may stay. A walk takes most of a second: only the long run takes hundreds of them and
# the minutes it needs to make a failing one short.
LONG = settings.default.max_examples > 1000


@settings(
    max_examples=500 if LONG else 10,
    phases=tuple(Phase) if LONG else (Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(kind=st.sampled_from(("help", "hazard")), steps=st.lists(STEPS, min_size=8, max_size=20))
def test_any_walk_by_anybody_leaves_a_legal_state_and_all_of_its_history(town, catalogue, raise_need, png, kind, steps):
    units = [town.units.city, town.units.property, town.units.committee]
    choices = units, [catalogue["street_lamp"], catalogue["property_service"]]
    with transaction.atomic():
        case, other = raise_need(kind=kind).case, raise_need(kind="help").case
        moment = town.now
        for step in steps:
            moment += timedelta(hours=step["hours"])
            with at_time(moment):
                sweep.end_pauses()
                assert not CasePause.objects.filter(ended_at__isnull=True, limit__lte=moment).exists()
                case = Case.objects.get(pk=case.pk)
                known, clocks, state = list(case.steps.all()), list(case.clocks.all()), case.state
                verb = press(town, case, other, step, choices, png)
                case = Case.objects.get(pk=case.pk)
                check(case, known, clocks)
                assert len(case.steps.all()) == len(known) + bool(verb)
                if verb:
                    move = case.workflow.move(verb)
                    assert state in move.sources and case.state == move.target
        audit.seal()
        assert audit.verify().ok
        transaction.set_rollback(True)


@pytest.mark.once
def test_the_walks_above_can_reach_every_state_of_both_tables():
    for table in (ORDINARY, HAZARD):
        reachable = {table.initial} | {move.target for move in table.moves}
        assert reachable == {state.key for state in table.states}
