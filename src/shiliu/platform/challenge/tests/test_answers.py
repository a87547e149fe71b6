"""Which answers count: solved or waited for, for the form it was given out for, in time, and once."""

from datetime import timedelta

import pytest

from shiliu.platform.challenge import puzzle, tokens
from shiliu.platform.challenge.models import SpentToken
from shiliu.platform.clock import at_time

FORM = "cases.submit:1"


@pytest.fixture(autouse=True)
def easy(settings):
    settings.CHALLENGE_BITS = 4


def answer_of(challenge):
    return puzzle.solve(challenge.name, challenge.bits)


@pytest.mark.django_db
def test_a_solved_challenge_counts_once(at_noon):
    challenge = tokens.made(FORM)
    answer = answer_of(challenge)
    assert tokens.use(challenge.token, answer, FORM) == ""
    assert tokens.use(challenge.token, answer, FORM) == tokens.USED


@pytest.mark.django_db
def test_without_calculating_the_wait_is_as_good_and_not_a_second_less(at_noon, settings):
    challenge = tokens.made(FORM)
    with at_time(at_noon + timedelta(seconds=settings.CHALLENGE_WAIT - 1)):
        assert tokens.use(challenge.token, "", FORM) == tokens.TOO_SOON
    with at_time(at_noon + timedelta(seconds=settings.CHALLENGE_WAIT)):
        assert tokens.use(challenge.token, "", FORM) == ""
        assert tokens.use(challenge.token, "", FORM) == tokens.USED


def test_an_answer_counts_for_its_own_form_only_and_not_for_ever(at_noon, settings):
    challenge = tokens.made(FORM)
    answer = answer_of(challenge)
    assert tokens.use(challenge.token, answer, "cases.submit:2") == tokens.WRONG
    with at_time(at_noon + timedelta(minutes=settings.CHALLENGE_MINUTES, seconds=1)):
        assert tokens.use(challenge.token, answer, FORM) == tokens.OLD


@pytest.mark.parametrize(
    "answer", ["1", "0,0,0,0,0,0,0,0", "a,b,c,d,e,f,g,h", "1,2,3,4,5,6,7", "9" * 4000, "\0", "-1" + ",1" * 7]
)
def test_a_wrong_answer_is_refused_even_after_the_wait(at_noon, settings, answer):
    settings.CHALLENGE_BITS = 30
    challenge = tokens.made(FORM)
    with at_time(at_noon + timedelta(minutes=5)):
        assert tokens.use(challenge.token, answer, FORM) == tokens.WRONG


@pytest.mark.parametrize("token", ["", "x", "x:y", "eyJhIjoxfQ:AAAA", "\0"])
def test_a_token_that_is_not_ours_is_refused(at_noon, token):
    assert tokens.use(token, "", FORM) == tokens.WRONG


def test_a_token_whose_difficulty_was_changed_is_not_ours(at_noon, settings):
    challenge = tokens.made(FORM)
    _body, _colon, signature = challenge.token.rpartition(":")
    settings.CHALLENGE_BITS = 0
    easier = tokens.made(FORM).token.rpartition(":")[0]
    assert tokens.use(f"{easier}:{signature}", "0,0,0,0,0,0,0,0", FORM) == tokens.WRONG


@pytest.mark.django_db
def test_used_tokens_are_forgotten_once_they_are_too_old_to_be_used_again(at_noon):
    challenge = tokens.made(FORM)
    tokens.use(challenge.token, answer_of(challenge), FORM)
    with at_time(at_noon + timedelta(minutes=119)):
        tokens.sweep()
        assert SpentToken.objects.count() == 1
    with at_time(at_noon + timedelta(minutes=121)):
        tokens.sweep()
        assert not SpentToken.objects.exists()


def test_a_hash_with_enough_zero_bits_is_recognised_as_the_browser_does():
    # 00007a38…: found by static/challenge/worker.js, see bench/challenge.py.
    assert puzzle.zero_bits(puzzle.message("abcdefghijklmnop", 0, 5919)) == 17
    answer = "5919,9410,14721,1725,5403,7364,227,120"
    assert puzzle.solves("abcdefghijklmnop", answer, 13) and not puzzle.solves("abcdefghijklmnop", answer, 16)
