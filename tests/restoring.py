"""Undo what a committing test (transactional_db, live_server) wrote, in milliseconds.

Django's own way empties every table. That loses rows made by migrations, and the audit table refuses to be emptied: its
rows are append-only by trigger. So the state after migrating is kept once and put back: as a copy of the file on SQLite,
row by row on PostgreSQL with triggers and foreign keys asleep (the private test cluster makes us superuser).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock
from uuid import uuid4

from django.db import connection
from django.test import TransactionTestCase


@contextlib.contextmanager
def restoring_after_commits() -> Iterator[None]:
    restore = KEEP[connection.vendor]()

    def teardown(test) -> None:
        let_requests_end()
        restore()

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", teardown):
        yield


def let_requests_end(seconds: float = 10) -> None:
    """Wait for the live server's threads: the browser has hung up, and each is about to close its connection. One that
    closed while the next test already wrote brought SQLite down with the whole process."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(seconds)


def _keep_sqlite() -> Callable[[], None]:
    """Each restore goes on in a fresh file under a new name. A request still under way keeps the old one and harms nobody;
    writing the kept pages into a file in use (sqlite3's backup) crashed SQLite 3.40 in the other thread."""
    connection.ensure_connection()
    kept = connection.connection.serialize()

    def restore() -> None:
        used = Path(connection.settings_dict["NAME"])
        connection.close()
        fresh = used.with_name(f"{uuid4().hex}.sqlite3")
        fresh.write_bytes(kept)
        connection.settings_dict["NAME"] = str(fresh)  # one dict for all threads: what connects from now on comes here
        for ending in ("", "-wal", "-shm"):
            used.with_name(used.name + ending).unlink(missing_ok=True)

    return restore


def _keep_postgresql() -> Callable[[], None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = {table: data for table in tables if (data := _copied_out(cursor, table))}
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences")
        sequences = dict(cursor.fetchall())
    connection.commit()
    empty = ";".join(f"DELETE FROM {table}" for table in tables)
    rewind = ";".join(
        f"SELECT setval('{name}', {value or 1}, {'true' if value else 'false'})" for name, value in sequences.items()
    )

    def restore() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {empty}; {rewind}")
            for table, data in rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(data)
            cursor.execute("COMMIT")

    return restore


def _copied_out(cursor, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


KEEP: dict[str, Callable[[], Callable[[], None]]] = {"sqlite": _keep_sqlite, "postgresql": _keep_postgresql}
