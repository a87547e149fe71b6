"""The database as it stands at one moment, in a file: by SQLite's own backup, by pg_dump, or row by row.

Row by row is for PostgreSQL where pg_dump is missing or too old; such a backup can be restored into either database.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime, time
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext as _

from shiliu.platform.audit import triggers
from shiliu.platform.audit.models import AuditHead

SQLITE, PG_DUMP, ROWS = "sqlite", "pg_dump", "rows"
FILES = {SQLITE: "shiliu.sqlite3", PG_DUMP: "database.pgdump", ROWS: "database.jsonl"}
DEBIAN = Path("/usr/lib/postgresql")


class Exact(DjangoJSONEncoder):
    """Django's own cuts moments to milliseconds, which would break the audit chain."""

    def default(self, o):
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


class Failed(Exception):
    """The database could not be copied or filled; the text says why."""


def take(folder):
    """Writes a snapshot into `folder`. Returns (kind, path, head of the audit chain in it as "seq:hash")."""
    if connection.vendor == "sqlite":
        return SQLITE, *_copy_sqlite(folder / FILES[SQLITE])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = str(AuditHead.objects.first() or AuditHead())
        if program := program_for("pg_dump"):
            cursor.execute("SELECT pg_export_snapshot()")
            path = folder / FILES[PG_DUMP]
            if (
                _run(program, "-Fc", "--no-owner", "--no-privileges", f"--snapshot={cursor.fetchone()[0]}", "-f", path)
                is None
            ):
                return PG_DUMP, path, head
            path.unlink(missing_ok=True)
        path = folder / FILES[ROWS]
        _write_rows(path)
        return ROWS, path, head


def check_sqlite(path):
    """Raises Failed unless the file is a sound database."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            (answer,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as problem:
        answer = str(problem)
    if answer != "ok":
        raise Failed(_("The database in the backup is damaged: %(problem)s") % {"problem": answer})


def is_empty():
    """Whether the configured PostgreSQL database holds no table yet."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def fill_postgresql(path):
    """Restores a pg_dump into the configured, empty database; all of it or nothing. Raises Failed."""
    program = program_for("pg_restore")
    if program is None:
        raise Failed(_("pg_restore is missing. Install the PostgreSQL client programs (Debian: postgresql-client)."))
    name = connection.settings_dict["NAME"]
    problem = _run(
        program, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "-d", name, path
    )
    if problem is not None:
        raise Failed(_("pg_restore failed: %(problem)s") % {"problem": problem})


@transaction.atomic
def load_rows(path):
    """Puts the rows of a file into the freshly migrated tables, instead of what the migrations put there."""
    models = _models()
    with triggers.without(connection), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    with open(path, encoding="utf-8") as file:
        for row in serializers.deserialize("jsonl", file):
            row.save(force_insert=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def program_for(name):
    """Path of a PostgreSQL client program, the newest where Debian has several; None without."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parents[1].name))
    return str(versions[-1]) if versions else shutil.which(name)


def _copy_sqlite(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        head = copy.execute("SELECT seq, hash FROM audit_audithead").fetchone()
    check_sqlite(path)
    return path, "{}:{}".format(*head) if head else str(AuditHead())


def _write_rows(path):
    with open(path, "w", encoding="utf-8") as file:
        for model in _models():
            rows = model._base_manager.order_by("pk").iterator(chunk_size=500)
            serializers.serialize("jsonl", rows, stream=file, ensure_ascii=False, cls=Exact)


def _models():
    return [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]


def _run(program, *arguments):
    """None when it went well, else its last words."""
    settings = connection.settings_dict
    place = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{key: str(settings[name]) for key, name in place.items() if settings.get(name)}}
    done = subprocess.run([program, *map(str, arguments)], env=environment, capture_output=True, text=True)
    return None if done.returncode == 0 else done.stderr.strip()[-500:] or str(done.returncode)
