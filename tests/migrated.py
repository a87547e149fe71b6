"""The database as the migrations leave it, made once and copied: on SQLite a file kept from run to run, on PostgreSQL a template in
the cluster, filled from a dump kept from run to run. Migrating takes seconds, also when only few models
are drawn up (see tests/light_migrations.py); whoever runs one file again and again waits for nothing else."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from tests import light_migrations
from tools import system

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test-databases"
OURS = re.compile(r"\bshiliu(?:\.\w+)+")


def migrated_sqlite() -> None:
    """Lead the connection to a migrated database of this process, at the name its TEST settings give."""
    own = connection.settings_dict["TEST"]["NAME"]
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{fingerprint()}.sqlite3"
    with _one_at_a_time("sqlite"):
        if not kept.exists():
            _keep(kept)
        shutil.copyfile(kept, own)
    _turn_to(own)
    connection.ensure_connection()


def fingerprint() -> str:
    """Changes with whatever the migrations do: their own files, the modules of ours they name, the data we ship, and libraries."""
    migrations = [*(ROOT / "src").glob("shiliu/**/migrations/*.py")]
    named = {name for file in migrations for name in OURS.findall(file.read_text())}
    read = {*migrations, *filter(None, map(_module, named))}
    read |= {file for folder in (ROOT / "src").glob("shiliu/**/data") for file in folder.rglob("*") if file.is_file()}
    read |= {*(ROOT / "requirements").glob("*.txt"), *Path(__file__).parent.glob("*migrat*.py")}
    digest = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version} {settings.INSTALLED_APPS}".encode())
    for file in sorted(read):
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:32]


def _module(name: str) -> Path | None:
    """The file of a module, or of the one that holds the thing named: "shiliu.platform.clock.now" is in clock.py."""
    path = ROOT.joinpath("src", *name.split("."))
    for place in (path, path.parent):
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if file.exists():
                return file
    return None


def _keep(kept: Path) -> None:
    for old in KEPT.glob("*.sqlite3"):
        old.unlink()
    _migrate()
    fresh = kept.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(connection.connection.serialize())
    fresh.replace(kept)


@contextlib.contextmanager
def migrated_postgresql() -> Iterator[None]:
    """The same for PostgreSQL, under the name of a test database that this process alone uses, and that goes with it."""
    own, template = connection.creation._get_test_db_name(), f"migrated_{fingerprint()}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time("postgresql"):
        if template not in _databases():
            _keep_template(template)
        _command(f"DROP DATABASE IF EXISTS {own}", f"CREATE DATABASE {own} TEMPLATE {template}")
    before = connection.settings_dict["NAME"]
    _turn_to(own)
    connection.ensure_connection()
    yield
    _turn_to(before)
    _command(f"DROP DATABASE {own} WITH (FORCE)")  # a thread of the live server may still hold it


def _keep_template(name: str) -> None:
    """Made under another name first, so that a run which is stopped leaves nothing half made behind."""
    fresh, kept = f"{name}_fresh", KEPT / f"{name}-{connection.pg_version}.sql"
    _command(f"DROP DATABASE IF EXISTS {fresh}")
    if not (kept.exists() and _filled(fresh, kept)):
        _migrated(fresh)
        _write_down(fresh, kept)
    _command(
        *(f"DROP DATABASE {old}" for old in _databases() if old.startswith("migrated_") and not old.endswith("_fresh"))
    )
    _command(f"ALTER DATABASE {fresh} RENAME TO {name}")


def _migrated(name: str) -> None:
    before, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    own, test["NAME"] = test.get("NAME"), name
    _migrate()
    test["NAME"] = own
    _turn_to(before)


def _migrate() -> None:
    with light_migrations.light_migrations():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _write_down(database: str, kept: Path) -> None:
    """The cluster goes with the run; what was migrated is kept beside the file of SQLite, where pg_dump is at hand."""
    for old in KEPT.glob("migrated_*.sql"):
        old.unlink()
    fresh = kept.with_suffix(f".{os.getpid()}")
    if _postgres("pg_dump", "--no-owner", "--no-privileges", "-f", fresh, database):
        fresh.replace(kept)
    fresh.unlink(missing_ok=True)


def _filled(database: str, kept: Path) -> bool:
    _command(f"CREATE DATABASE {database} TEMPLATE template0")
    return _postgres("psql", "-q", "-X", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", kept, "-d", database)


def _postgres(program: str, *words: str | Path) -> bool:
    """Whether the program of the server's version is there, and did as it was told."""
    folder, settings = system.find_postgres(), connection.settings_dict
    if not folder or not (folder / program).exists():
        return False
    place = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {**os.environ, **{key: str(settings[name]) for key, name in place.items() if settings.get(name)}}
    return subprocess.run([folder / program, *words], env=environment, capture_output=True).returncode == 0


def _databases() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return [name for (name,) in cursor.fetchall()]


def _command(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = name


@contextlib.contextmanager
def _one_at_a_time(database: str) -> Iterator[None]:
    with open(KEPT / f"lock-{database}", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
