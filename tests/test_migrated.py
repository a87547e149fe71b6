"""What the copied database is recognised by."""

import re

import pytest
from django.db import connection

from tests import migrated


def test_the_database_is_made_anew_when_a_migration_or_what_it_reads_has_changed(tmp_path, monkeypatch):
    app = tmp_path / "src" / "shiliu" / "app"
    for folder in (app / "migrations", app / "data", tmp_path / "requirements"):
        folder.mkdir(parents=True)
    read = [app / "migrations" / "0001_initial.py", app / "triggers.py", app / "data" / "days.csv"]
    read[0].write_text("from shiliu.app.triggers import SQL\n")
    beside = app / "views.py"
    for file in (*read[1:], beside):
        file.write_text("")
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    monkeypatch.setattr(migrated, "__file__", str(beside))
    seen = [migrated.fingerprint()]
    assert migrated.fingerprint() == seen[0]
    for file in read:
        file.write_text(f"{file.read_text()}\n# changed")
        seen.append(migrated.fingerprint())
    assert len(set(seen)) == len(seen)


def test_a_module_of_ours_is_found_by_its_name_or_by_the_name_of_something_in_it():
    assert migrated._module("shiliu.platform.clock").name == "clock.py"
    assert migrated._module("shiliu.platform.clock.now").name == "clock.py"
    assert migrated._module("shiliu.nowhere.at_all") is None


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_on_postgresql_a_template_is_kept_for_the_next_process_and_nobody_works_in_it():
    template = f"migrated_{migrated.fingerprint()}"
    assert template in migrated._databases()
    assert connection.settings_dict["NAME"] not in {template, f"{template}_fresh"}


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_what_was_migrated_once_comes_back_from_the_file_as_it_was(tmp_path, monkeypatch):
    """Anything the file lacked would be missing from every later run."""
    monkeypatch.setattr(migrated, "KEPT", tmp_path)
    kept, again, told = tmp_path / "migrated_1.sql", "migrated_again_fresh", []
    for database in (f"migrated_{migrated.fingerprint()}", again):
        migrated._write_down(database, kept)
        # Left aside: a password each dump makes for itself, and where PostgreSQL writes the casts of a list it has read again.
        lines = [line for line in kept.read_text().splitlines() if "restrict " not in line]
        told.append([re.sub(r"::character varying|::text|[\[\]() ]", "", line) for line in lines])
        if database != again:
            assert migrated._filled(again, kept)
    migrated._command(f"DROP DATABASE {again}")
    assert told[0] == told[1] and any("CREATETRIGGER" in line for line in told[0])


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_file_that_breaks_off_is_not_taken(tmp_path):
    broken = tmp_path / "broken.sql"
    broken.write_text("CREATE TABLE one (id int); CREATE TABLE nonsense (")
    assert not migrated._filled("migrated_broken_fresh", broken)
    migrated._command("DROP DATABASE migrated_broken_fresh")
