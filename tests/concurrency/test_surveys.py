"""The code of a household is used by several at once; a pile is counted by two; a round closes while people answer."""

from datetime import timedelta

import pytest

from shiliu.govern.surveys import actions
from shiliu.govern.surveys.models import Answer, Batch, HouseholdCode, Round
from shiliu.platform.permissions import ANONYMOUS
from tests.browser.asked import NAMES
from tests.concurrency.test_same_button import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round(town):
    ding, day = town.actor("ding"), town.now.date()
    survey = actions.create_survey(by=ding, area=town.places.west, names=NAMES)
    return actions.plan_round(
        by=ding, survey=survey, opens_on=day, closes_on=day, publish_on=day + timedelta(1), one_per_household=True
    )


def test_one_code_used_four_times_at_once_counts_one_answer(town, round):
    code, other = actions.issue_codes(by=town.actor("ding"), round=round, count=2)
    actions.open_round(by=town.actor("ding"), round=round)
    done = at_once(
        town.now,
        *[lambda n=n: actions.answer(by=ANONYMOUS, round=round, given={"H1": str(n)}, code=code) for n in (1, 2, 3, 4)],
        lambda: actions.answer(by=ANONYMOUS, round=round, given={"H1": "5"}, code=other),
    )
    assert sorted(type(each).__name__ for each in done[:4]) == ["NotCounted"] * 3 + ["bool"]
    assert done[4] is True
    assert (Answer.objects.count(), HouseholdCode.objects.count()) == (2, 0)


def test_a_close_among_answers_leaves_none_behind_it(town, round):
    codes = actions.issue_codes(by=town.actor("ding"), round=round, count=4)
    actions.open_round(by=town.actor("ding"), round=round)
    ding = town.actor("ding")
    done = at_once(
        town.now,
        *[lambda c=c: actions.answer(by=ANONYMOUS, round=round, given={"H1": "4"}, code=c) for c in codes],
        lambda: actions.close_round(by=ding, round=round),
    )
    assert Round.objects.get().state == "closed"
    assert Answer.objects.count() == [each is True for each in done[:4]].count(True)


def test_a_pile_counted_by_two_at_once_is_counted_once(town, round):
    (code,) = actions.issue_codes(by=town.actor("ding"), round=round, count=1)
    actions.open_round(by=town.actor("ding"), round=round)
    zhao, ma = town.actor("zhao"), town.actor("ma")
    pile = actions.begin_batch(by=zhao, round=round)
    for who in (zhao, ma):
        actions.key_form(by=who, batch=pile, number=1, typed={"H1": "4", "code": code})
        actions.end_keying(by=who, batch=pile)
    done = at_once(town.now, *[lambda who=who: actions.take_batch(by=who, batch=pile) for who in (zhao, ma)])
    assert sorted(type(each).__name__ for each in done) == ["Batch", "NotPossible"]
    assert (Answer.objects.count(), Batch.objects.get().forms_counted, Round.objects.get().doubles) == (1, 1, 0)
