"""Keys go when nothing needs them, never before; what is lost or left over the doctor says."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.platform.ballots import keeping, kinds, secrets
from shiliu.platform.clock import at_time

MOMENT = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def needed(monkeypatch):
    """The ids that the kind says it needs; change it in place."""
    ids = set()
    monkeypatch.setitem(kinds._kinds, "test.vote", kinds.Kind("test.vote", lambda: ids, "lost: %(numbers)s"))
    with at_time(MOMENT):
        yield ids


def made(*ids, ago=timedelta(days=3)):
    for id in ids:
        secrets.make("test.vote", id)
        os.utime(secrets.path_of("test.vote", id), (moment := (MOMENT - ago).timestamp(), moment))


def levels():
    return [found.level for found in keeping.check()]


def told():
    return " ".join(found.text for found in keeping.check())


def test_a_key_that_nothing_needs_is_destroyed_and_one_that_is_needed_stays(needed):
    made(7, 8)
    needed.add(7)
    assert keeping.destroy_unneeded() == 1 and keeping.destroy_unneeded() == 0
    assert secrets.known() == [("test.vote", "7")]


@settings(max_examples=20)
@given(there=st.sets(st.integers(1, 6)), wanted=st.sets(st.integers(1, 6)))
def test_afterwards_there_are_the_keys_that_are_needed_and_the_doctor_names_those_that_are_not_there(there, wanted):
    kind = kinds.Kind("test.vote", lambda: wanted, "lost: %(numbers)s")
    kinds._kinds["test.vote"] = kind
    for _name, id in secrets.known():
        secrets.destroy("test.vote", id)
    with at_time(MOMENT):
        made(*there)
        keeping.destroy_unneeded()
        assert {int(id) for _kind, id in secrets.known()} == there & wanted
        lost = ", ".join(map(str, sorted(wanted - there)))
        assert levels() == (["warning"] if lost else ["fine"]) and (not lost or told() == f"lost: {lost}")


def test_a_key_that_was_made_just_now_stays_its_transaction_may_not_have_ended_yet(needed):
    made(7, ago=timedelta(minutes=59))
    assert keeping.destroy_unneeded() == 0 and secrets.exists("test.vote", 7)


def test_a_left_over_key_of_what_begins_once_more_is_young_again(needed):
    made(7)
    with at_time(datetime.now(UTC)):
        secrets.make("test.vote", 7)
        assert keeping.destroy_unneeded() == 0


def test_the_doctor_names_what_was_left_over_and_what_nobody_knows(needed, tmp_path):
    made(8)
    (tmp_path / "ballot_secrets" / "gone.vote-3").write_bytes(bytes(32))
    (tmp_path / "ballot_secrets" / "gone.vote-3").chmod(0o600)
    assert levels() == ["warning", "fine"] and "gone.vote-3, test.vote-8" in told()
    keeping.destroy_unneeded()
    assert secrets.known() == [("gone.vote", "3")]  # another version of the program may need it


def test_no_key_is_made_of_which_nobody_says_when_it_goes():
    with pytest.raises(LookupError):
        secrets.make("other.vote", 7)
    with pytest.raises(ImproperlyConfigured):
        kinds.register("test.vote", needed=list, lost="")
