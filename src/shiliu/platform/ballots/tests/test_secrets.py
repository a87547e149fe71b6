"""Keys outside the database: the same person gives the same token, and after the key is gone nobody can tell."""

import stat
import threading

import pytest

from shiliu.foundation.models import Person
from shiliu.platform.ballots import secrets
from shiliu.platform.operations.kept import kept_files

ALICE, BOB = Person(pk=1), Person(pk=2)


def test_a_person_has_one_token_for_each_thing_and_purpose():
    for id in (7, 8):
        secrets.make("test.vote", id)
    tokens = {
        (id, purpose, who): secrets.token("test.vote", id, purpose, who)
        for id in (7, 8)
        for purpose in ("part", "ballot")
        for who in (ALICE, BOB, "1", "person:1")
    }
    assert len(set(tokens.values())) == len(tokens) and all(len(token) == 64 for token in tokens.values())
    assert tokens[7, "part", ALICE] == secrets.token("test.vote", 7, "part", Person(pk=1))


def test_making_a_key_again_keeps_the_first():
    secrets.make("test.vote", 7)
    before = secrets.token("test.vote", 7, "part", ALICE)
    secrets.make("test.vote", 7)
    assert secrets.token("test.vote", 7, "part", ALICE) == before


def test_of_many_who_make_a_key_at_once_all_use_the_same():
    found, gate = set(), threading.Barrier(8)

    def run():
        gate.wait()
        secrets.make("test.vote", 7)
        found.add(secrets.token("test.vote", 7, "part", ALICE))

    threads = [threading.Thread(target=run) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(found) == 1 and secrets.known() == [("test.vote", "7")]


def test_a_destroyed_key_makes_no_token_and_a_new_one_makes_others():
    secrets.make("test.vote", 7)
    before = secrets.token("test.vote", 7, "part", ALICE)
    assert secrets.destroy("test.vote", 7) and not secrets.destroy("test.vote", 7)
    assert not secrets.exists("test.vote", 7)
    with pytest.raises(secrets.NoSecret):
        secrets.token("test.vote", 7, "part", ALICE)
    secrets.make("test.vote", 7)
    assert secrets.token("test.vote", 7, "part", ALICE) != before


def test_destroying_writes_over_the_key_before_the_file_goes(tmp_path):
    secrets.make("test.vote", 7)
    path = secrets.path_of("test.vote", 7)
    before, other_name = path.read_bytes(), tmp_path / "held"
    other_name.hardlink_to(path)
    secrets.destroy("test.vote", 7)
    assert not path.exists() and other_name.read_bytes() != before


def test_only_the_site_reads_keys_and_no_backup_takes_them(tmp_path):
    secrets.make("test.vote", 7)
    path = secrets.path_of("test.vote", 7)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert secrets.open_to_others() == []
    assert not any(secrets.FOLDER in name for _path, name in kept_files())
    path.chmod(0o644)
    assert secrets.open_to_others() == [path]


def test_half_a_key_counts_as_none():
    secrets.make("test.vote", 7)
    secrets.path_of("test.vote", 7).write_bytes(b"half")
    with pytest.raises(secrets.NoSecret):
        secrets.key("test.vote", 7, "part")


@pytest.mark.parametrize("kind, id", [("../x", 7), ("test.vote", "../7"), ("", 7), ("test.vote", "")])
def test_a_name_cannot_leave_the_folder(kind, id):
    with pytest.raises(ValueError, match="cannot name a key"):
        secrets.make(kind, id)
