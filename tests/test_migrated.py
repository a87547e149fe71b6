"""What the copied database is recognised by."""

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
