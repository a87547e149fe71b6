"""A backup taken while the site runs comes back whole, with erasures repeated, or not at all."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Area, Person
from shiliu.platform import audit
from shiliu.platform.attachments import files
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.audit import erasing, migrations
from shiliu.platform.audit.models import AuditHead, AuditIdentity
from shiliu.platform.operations.backups import archive, making, restoring, snapshots
from shiliu.platform.permissions import SYSTEM, Actor

pytestmark = pytest.mark.django_db(transaction=True)
sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="the restored database is read as a file")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path, settings, monkeypatch):
    """A data folder of the test's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "attachments"
    monkeypatch.setenv("SHILIU_LANGUAGE", "en")  # a restore asks its questions in a process of its own
    audit.register_verb("audit.tested", gettext_lazy("%(actor)s tested %(target)s."))
    return folder


@pytest.fixture
def alice():
    return Person.objects.create_user(pseudonym="Alice", email="alice@example.org", phone="13800000001")


@pytest.fixture
def photo():
    data = b"a photo"
    row = Attachment.objects.create(
        key=uuid.uuid4(), kind="jpeg", size=len(data), sha256=hashlib.sha256(data).hexdigest(), created_at=LONG_AGO
    )
    files.write(files.path_of(row), data)
    return row


@pytest.fixture
def site(alice, photo):
    """A little of everything: a place, a person, a photo, a row of the audit about the person."""
    Area.objects.create(names={"zh-hans": "吉福社区"}, code="d", level="district")
    with transaction.atomic():
        audit.record("audit.tested", by=Actor.of(alice), target="lamp:1", about=[alice], reason="any words")


def backup(home, name="backup.tar.gz"):
    return home.parent / name, *making.make(home.parent / name)


def ask(folder, question, *values):
    with closing(sqlite3.connect(folder / "shiliu.sqlite3")) as database:
        return database.execute(question, values).fetchall()


def test_a_backup_holds_database_photos_audit_head_and_ledger(home, site, photo):
    _, manifest, warnings = backup(home)
    assert not warnings
    name = f"attachments/{files.path_of(photo).relative_to(home / 'attachments')}"
    assert set(manifest.files) == {manifest.database["file"], name, "audit_heads.txt", "erasures.jsonl"}
    assert manifest.audit == str(AuditHead.objects.get()) and manifest.audit.startswith("1:")
    assert manifest.schema["audit"] == sorted(path.stem for path in Path(migrations.__path__[0]).glob("0*.py"))


def test_only_the_owner_can_read_a_backup(home, site):
    path, *_ = backup(home)
    assert path.stat().st_mode & 0o077 == 0


def test_a_backup_overwrites_nothing_and_leaves_nothing_behind(home, site):
    path, *_ = backup(home)
    before = path.read_bytes()
    with pytest.raises(making.Refused):
        making.make(path)
    assert path.read_bytes() == before and not list(home.parent.glob(".backup-*"))


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_photo_missing_or_changed_on_the_disk_is_told(home, site, photo, damage):
    path = files.path_of(photo)
    path.unlink() if damage == "missing" else path.write_bytes(b"another")
    assert "1 attachment is missing or changed" in backup(home)[2][0]


def test_a_photo_still_being_written_is_left_out(home, site, photo):
    (files.path_of(photo).parent / ".part-x").write_bytes(b"half")
    assert not any(".part" in name for name in backup(home)[1].files)


@sqlite_only
def test_a_site_comes_back_whole_into_an_empty_folder(home, site, photo, tmp_path):
    path, manifest, _ = backup(home)
    (tmp_path / "new").mkdir()
    _, told = restoring.restore(path, tmp_path / "new")
    assert ask(tmp_path / "new", "SELECT pseudonym FROM foundation_person") == [("Alice",)]
    (name,) = (name for name in manifest.files if name.startswith("attachments/"))
    assert (tmp_path / "new" / name).read_bytes() == files.path_of(photo).read_bytes()
    assert "The chain holds: 1 link." in told
    assert not list(tmp_path.glob(".restore-*"))


@sqlite_only
def test_everybody_erased_since_the_backup_is_erased_again_whichever_ledger_tells(home, site, alice, tmp_path):
    bob = Person.objects.create_user(pseudonym="Bob")
    with transaction.atomic():
        audit.record("audit.tested", by=SYSTEM, target="lamp:1", about=[bob])
    path, *_ = backup(home)
    refs = set(AuditIdentity.objects.values_list("ref", flat=True))
    audit.erase(bob, by=SYSTEM)
    shutil.move(erasing.ledger_path(), tmp_path / "kept elsewhere")
    audit.erase(alice, by=SYSTEM)
    ours = erasing.read_ledger()
    erasing.ledger_path().write_text(json.dumps(ours[-1]))
    _, told = restoring.restore(path, tmp_path / "new", ledgers=[tmp_path / "kept elsewhere"])
    assert "People erased since the backup was made and erased again now: 2." in told
    assert "The chain holds: 4 links." in told
    assert ask(tmp_path / "new", "SELECT * FROM audit_auditidentity") == []
    assert ask(tmp_path / "new", "SELECT * FROM audit_auditwords") == []
    kept = erasing.read_ledger(tmp_path / "new" / erasing.LEDGER)
    assert {entry["ref"] for entry in kept} == refs, "the next restore must repeat it too"


@sqlite_only
def test_what_a_restore_cannot_mend_is_told(home, site, tmp_path, settings):
    path, *_ = backup(home)
    rewritten(path, lambda folder: None, key="another")
    settings.DATA_DIR = tmp_path / "fresh machine"
    _, told = restoring.restore(path, tmp_path / "new")
    assert any("No ledger of erasures was found" in line for line in told)
    assert any("The secret key is not the one of the backup" in line for line in told)


@pytest.mark.parametrize("kind", ["file", "full folder"])
def test_a_restore_overwrites_nothing(home, site, tmp_path, kind):
    path, *_ = backup(home)
    target = tmp_path / "there"
    if kind == "file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "mine").write_text("mine")
    with pytest.raises(restoring.Refused, match="not overwritten"):
        restoring.restore(path, target)


def rewritten(path, change, **facts):
    """The backup with its files changed and their hashes made to fit, as somebody who means harm would do."""
    folder = path.parent / "taken apart"
    manifest = archive.read(path, keep=lambda name: folder / name)
    change(folder)
    path.unlink()
    writing = archive.Writing(path)
    for name in manifest.files:
        writing.add(folder / name, name)
    given = {
        key: getattr(manifest, key) for key in ("made_at", "version", "database", "audit", "schema", "key")
    } | facts
    writing.close(archive.Manifest(**given, files=writing.files))


def nothing_left(tmp_path):
    return not (tmp_path / "new").exists() and not list(tmp_path.glob(".restore-*"))


@sqlite_only
def test_a_backup_whose_audit_was_changed_is_not_put_in_place(home, site, tmp_path):
    path, *_ = backup(home)

    def change(folder):
        with closing(sqlite3.connect(folder / "shiliu.sqlite3")) as database:
            database.execute("DROP TRIGGER audit_row_no_update")
            database.execute("UPDATE audit_auditrow SET target_id = '2'")
            database.commit()

    rewritten(path, change)
    with pytest.raises(snapshots.Failed, match="is not what was sealed"):
        restoring.restore(path, tmp_path / "new")
    assert nothing_left(tmp_path)


@sqlite_only
def test_a_backup_whose_audit_lacks_its_end_is_not_put_in_place(home, site, tmp_path):
    path, *_ = backup(home)

    def change(folder):
        (folder / "audit_heads.txt").write_text("")
        with closing(sqlite3.connect(folder / "shiliu.sqlite3")) as database:
            database.execute("DROP TRIGGER audit_seal_no_delete")
            database.executescript("DELETE FROM audit_auditseal; DELETE FROM audit_audithead;")
            database.execute("INSERT INTO audit_auditwaiting SELECT id FROM audit_auditrow")
            database.commit()

    rewritten(path, change)
    with pytest.raises(snapshots.Failed, match="cut off"):
        restoring.restore(path, tmp_path / "new")
    assert nothing_left(tmp_path)


@sqlite_only
def test_a_damaged_database_is_refused(home, site, tmp_path):
    path, *_ = backup(home)
    rewritten(path, lambda folder: (folder / "shiliu.sqlite3").write_bytes(b"not a database" * 1000))
    with pytest.raises(snapshots.Failed, match="damaged"):
        restoring.restore(path, tmp_path / "new")
    assert nothing_left(tmp_path)


def test_a_backup_of_a_newer_program_is_refused(home, site, tmp_path):
    path, manifest, _ = backup(home)
    rewritten(path, lambda folder: None, schema={**manifest.schema, "audit": ["0099_future"]}, version="9.9")
    with pytest.raises(restoring.Refused, match=r"version 9\.9.*audit\.0099_future"):
        restoring.restore(path, tmp_path / "new")
    assert nothing_left(tmp_path)


def test_a_backup_of_the_other_database_is_refused(home, site, tmp_path):
    path, manifest, _ = backup(home)
    database = {**manifest.database, "kind": "pg_dump" if connection.vendor == "sqlite" else "rows"}
    rewritten(path, lambda folder: None, database=database)
    with pytest.raises(restoring.Refused, match="PostgreSQL" if connection.vendor == "sqlite" else "not empty"):
        restoring.restore(path, tmp_path / "new")
    assert nothing_left(tmp_path)


@pytest.fixture
def empty_database():
    """DATABASE_URL of a new PostgreSQL database."""
    name = f"restored_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def shiliu(address, *words, **environment):
    paths = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "DATABASE_URL": address, "PYTHONPATH": paths, "SHILIU_LANGUAGE": "en", **environment}
    command = [sys.executable, "-m", "shiliu", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


@pytest.mark.postgres_only
@pytest.mark.parametrize("kind", ["pg_dump", "rows"])
def test_a_postgresql_site_comes_back_whole_and_erased(home, site, alice, tmp_path, empty_database, monkeypatch, kind):
    if kind == "rows":
        monkeypatch.setattr(snapshots, "program_for", lambda name: None)
    path, manifest, _ = backup(home)
    assert manifest.database["kind"] == kind
    audit.erase(alice, by=SYSTEM)
    first = shiliu(empty_database, "restore", path, "--into", tmp_path / "new", SHILIU_DATA_DIR=str(home))
    assert first.returncode == 0, first.stderr
    assert "The chain holds: 2 links." in first.stdout and "erased again now: 1." in first.stdout
    assert not list((tmp_path / "new").glob("database.*"))
    if kind == "rows":
        return
    assert shiliu(empty_database, "audit", "verify", SHILIU_DATA_DIR=str(tmp_path / "new")).returncode == 0
    again = shiliu(empty_database, "restore", path, "--into", tmp_path / "newer", SHILIU_DATA_DIR=str(home))
    assert again.returncode == 1 and "not empty" in again.stderr


@pytest.mark.postgres_only
def test_rows_of_postgresql_can_be_restored_into_sqlite(home, site, tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "program_for", lambda name: None)
    path, *_ = backup(home)
    done = shiliu(
        f"sqlite:///{tmp_path / 'x.sqlite3'}", "restore", path, "--into", tmp_path / "new", SHILIU_DATA_DIR=str(home)
    )
    assert done.returncode == 0, done.stderr
    assert ask(tmp_path / "new", "SELECT pseudonym FROM foundation_person") == [("Alice",)]


@pytest.mark.postgres_only
def test_a_pg_dump_that_fails_gives_way_to_rows(home, site, tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "program_for", lambda name: shutil.which("false"))
    assert backup(home)[1].database["kind"] == "rows"


def test_the_commands_tell_where_it_is_and_what_it_holds(home, site, capsys, tmp_path):
    call_command("backup", tmp_path / "b.tar.gz")
    assert "is not encrypted" in capsys.readouterr().out
    call_command("restore", tmp_path / "b.tar.gz", check=True)
    assert "is whole: 4 files" in capsys.readouterr().out
    assert making.last()[1] == str(tmp_path / "b.tar.gz")


def test_the_commands_fail_in_words(home, site, tmp_path):
    (tmp_path / "b").write_text("x")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", tmp_path / "b")
    with pytest.raises(CommandError, match="--into DIR"):
        call_command("restore", tmp_path / "b")
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", tmp_path / "b", into=tmp_path / "new")
    with pytest.raises(CommandError, match="No such file"):
        call_command("restore", tmp_path / "nothing", into=tmp_path / "new")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", tmp_path / "b", into=tmp_path / "new", erasures=[tmp_path / "nothing"])


def test_without_a_name_a_backup_goes_beside_the_data(home, site):
    call_command("backup")
    assert [path.name.startswith("shiliu-") for path in (home / "backups").iterdir()] == [True]
