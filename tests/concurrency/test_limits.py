"""Many at once at one bucket or with one token: no token is lost, none is invented, one of two replays wins."""

import pytest

from shiliu.platform import limits
from shiliu.platform.challenge import puzzle, tokens
from shiliu.platform.limits.models import Bucket
from tests.concurrency.test_same_button import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_twelve_at_once_exactly_as_many_get_a_token_as_there_are(at_noon, limits_on, settings):
    settings.LIMITS = {**settings.LIMITS, "submit": (7, 7, 60)}
    home = (limits.Asker("network", "10.0.0.7"),)
    done = at_once(at_noon, *[lambda: limits.spend("submit", home)] * 12)
    assert [type(each).__name__ for each in done].count("NoneType") == 7
    assert [type(each).__name__ for each in done].count("TooMany") == 5
    assert Bucket.objects.count() == 1


def test_one_answer_shown_twice_at_once_counts_once(at_noon, settings):
    settings.CHALLENGE_BITS = 3
    challenge = tokens.made("form")
    answer = puzzle.solve(challenge.name, challenge.bits)
    done = at_once(at_noon, *[lambda: tokens.use(challenge.token, answer, "form")] * 4)
    assert sorted(done) == ["", "used", "used", "used"]
