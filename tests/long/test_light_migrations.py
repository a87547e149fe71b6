"""What tests stand on is what an installation gets: migrating with few models drawn (tests/light_migrations.py) leaves the same tables."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests import migrated

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def migrate_as_django_does(url: str, folder) -> None:
    told = {**os.environ, "DATABASE_URL": url, "SHILIU_DATA_DIR": str(folder)}
    for command in ("migrate", "createcachetable"):
        subprocess.run([sys.executable, "-m", "shiliu", command, "-v0"], env=told, check=True, cwd=migrated.ROOT)


@pytest.mark.once
def test_on_sqlite_light_migrations_leave_the_same_tables(tmp_path):
    own = tmp_path / "own.sqlite3"
    migrate_as_django_does(f"sqlite:///{own}", tmp_path)
    asked = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    with connection.cursor() as cursor, sqlite3.connect(own) as beside:
        assert cursor.execute(asked).fetchall() == beside.execute(asked).fetchall()
        tables = [name for (name,) in beside.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            count = f'SELECT count(*) FROM "{table}"'
            assert cursor.execute(count).fetchone() == beside.execute(count).fetchone(), table


@pytest.mark.postgres_only
def test_on_postgresql_light_migrations_leave_the_same_tables(tmp_path):
    own, told = "migrated_by_django_fresh", []
    migrated._command(f"DROP DATABASE IF EXISTS {own}", f"CREATE DATABASE {own} TEMPLATE template0")
    here = settings.DATABASES[connection.alias]
    place = f"{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}"
    migrate_as_django_does(f"postgres://{place}/{own}", tmp_path)
    for database in (f"migrated_{migrated.fingerprint()}", own):
        kept = tmp_path / f"{database}.sql"
        assert migrated._postgres("pg_dump", "--schema-only", "--no-owner", "--no-privileges", "-f", kept, database)
        # Left aside: a password each dump makes for itself, and where PostgreSQL writes the casts of a list it has read again.
        lines = [line for line in kept.read_text().splitlines() if "restrict " not in line]
        told.append([re.sub(r"::character varying|::text|[\[\]() ]", "", line) for line in lines])
    migrated._command(f"DROP DATABASE {own}")
    assert told[0] == told[1]
