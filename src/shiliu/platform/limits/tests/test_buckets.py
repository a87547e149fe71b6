"""Token buckets: what is free, what asks for a challenge, what is refused, when there is room again, what is kept."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings as site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shiliu.platform import limits
from shiliu.platform.clock import at_time
from shiliu.platform.limits import Asker, TooMany
from shiliu.platform.limits.buckets import sweep
from shiliu.platform.limits.models import Bucket

pytestmark = pytest.mark.django_db
HOME = (Asker("network", "10.0.0.7"),)


@pytest.fixture(autouse=True)
def two_free_four_at_most(limits_on, at_noon, settings):
    settings.LIMITS = {**settings.LIMITS, "submit": (2, 4, 60), "photo": (5, 5, 60)}


def refused(*args, **given):
    with pytest.raises(TooMany) as caught:
        limits.spend(*args, **given)
    return caught.value


def test_up_to_the_soft_limit_nothing_is_asked_and_above_it_a_challenge_helps():
    limits.spend("submit", HOME)
    limits.spend("submit", HOME)
    assert not refused("submit", HOME).hard
    limits.spend("submit", HOME, proved=True)
    limits.spend("submit", HOME, proved=True)
    later = refused("submit", HOME, proved=True)
    assert later.hard and later.seconds == 60


def test_a_token_comes_back_after_its_time_and_no_sooner(at_noon):
    limits.spend("submit", HOME, proved=True, count=4)
    with at_time(at_noon + timedelta(seconds=59)):
        assert refused("submit", HOME, proved=True).seconds == 1
    with at_time(at_noon + timedelta(seconds=60)):
        limits.spend("submit", HOME, proved=True)
        assert refused("submit", HOME, proved=True).hard
    with at_time(at_noon + timedelta(hours=2)):
        limits.spend("submit", HOME, count=2)
        assert not refused("submit", HOME).hard


def test_a_refusal_says_when_to_come_back_in_words():
    limits.spend("photo", HOME, count=5)
    sentence = refused("photo", HOME).sentence
    assert sentence == "Too much was sent from your network in a short time. Come back in 1 minute, at 10:01."


def test_networks_kinds_and_limits_have_buckets_of_their_own():
    limits.spend("submit", HOME, count=2)
    limits.spend("submit", (Asker("network", "10.0.0.8"),), count=2)
    limits.spend("submit", (Asker("account", "10.0.0.7"),), count=2)
    limits.spend("photo", HOME)


def test_an_account_is_not_asked_for_what_its_network_sends_until_the_hard_limit():
    network = Asker("network", "10.0.0.7", is_shared=True)
    limits.spend("submit", HOME, count=2)
    limits.spend("submit", (Asker("account", "1"), network), count=2)
    alone = refused("submit", (Asker("account", "2"), network))
    assert alone.hard
    limits.spend("submit", (Asker("account", "2"), Asker("network", "10.0.0.9", is_shared=True)), count=2)


def test_what_one_bucket_refuses_no_other_pays_for():
    full, free = Asker("network", "10.0.0.7", is_shared=True), Asker("account", "1")
    limits.spend("submit", (full,), count=4)
    refused("submit", (free, full))
    limits.spend("submit", (free,), count=2)


def test_what_did_not_count_is_given_back():
    for _time in range(10):
        limits.spend("submit", HOME)
        limits.give_back("submit", HOME)


def test_the_table_holds_no_address_and_tomorrow_s_names_are_others(at_noon):
    limits.spend("submit", HOME)
    assert "10.0.0.7" not in str(list(Bucket.objects.values()))
    with at_time(at_noon + timedelta(days=1)):
        limits.spend("submit", HOME, count=2)
    assert Bucket.objects.count() == 2


def test_a_bucket_that_is_full_again_is_forgotten_and_one_in_use_is_not(at_noon):
    limits.spend("submit", HOME, count=2)
    with at_time(at_noon + timedelta(minutes=61)):
        sweep()
        assert Bucket.objects.count() == 1
    with at_time(at_noon + timedelta(minutes=63)):
        sweep()
        assert not Bucket.objects.exists()


def test_switched_off_nothing_is_counted(settings):
    settings.LIMITS_ON = False
    limits.spend("submit", HOME, count=100)
    assert not Bucket.objects.exists()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 200), st.booleans()), max_size=25))
def test_whatever_comes_when_a_bucket_lets_through_what_a_bucket_of_water_would(at_noon, presses):
    """Beside it a bucket kept by hand: `used` of the hard limit's tokens, one coming back every minute."""
    soft, hard, an_hour = site.LIMITS["submit"]
    home, moment, used = (Asker("network", str(uuid.uuid4())),), at_noon, 0.0
    for seconds, proved in presses:
        moment += timedelta(seconds=seconds)
        used = max(0.0, used - seconds * an_hour / 3600)
        may = used + 1 <= (hard if proved else soft) + 1e-6
        with at_time(moment):
            try:
                limits.spend("submit", home, proved=proved)
            except TooMany as refusal:
                assert not may and refusal.hard == (used + 1 > hard + 1e-6)
            else:
                assert may
        used += may
