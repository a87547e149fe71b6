"""The database is put back after a test that commits: rows made by it go, rows made by migrations stay."""

import contextlib
import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.utils.timezone import now

from tests.restoring import KEEP

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def restore():
    return KEEP[connection.vendor]()


def test_rows_a_test_committed_are_gone_afterwards(restore):
    Session.objects.create(session_key="left-over", session_data="", expire_date=now())
    restore()
    assert not Session.objects.filter(session_key="left-over").exists()


def test_rows_made_by_migrations_come_back_with_their_numbers(restore):
    before = dict(ContentType.objects.values_list("pk", "model"))
    ContentType.objects.all().delete()
    restore()
    assert before
    assert dict(ContentType.objects.values_list("pk", "model")) == before


@pytest.fixture
def append_only_sessions():
    refuse = {
        "sqlite": ["CREATE TRIGGER keep BEFORE DELETE ON django_session BEGIN SELECT RAISE(ABORT, 'append-only'); END"],
        "postgresql": [
            "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'append-only'; END$$",
            "CREATE TRIGGER keep BEFORE DELETE ON django_session FOR EACH ROW EXECUTE FUNCTION keep()",
        ],
    }
    allow = {"sqlite": "DROP TRIGGER IF EXISTS keep", "postgresql": "DROP FUNCTION keep CASCADE"}
    with connection.cursor() as cursor:
        for statement in refuse[connection.vendor]:
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        cursor.execute(allow[connection.vendor])


def test_a_table_that_refuses_deletion_is_put_back_too(restore, append_only_sessions):
    Session.objects.create(session_key="left-over", session_data="", expire_date=now())
    with pytest.raises(DatabaseError, match="append-only"):
        Session.objects.all().delete()
    restore()
    assert not Session.objects.filter(session_key="left-over").exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="pages are closed before PostgreSQL is put back")
def test_a_request_still_under_way_writes_to_what_is_over(restore):
    written, restored = threading.Event(), threading.Event()

    def request():
        Session.objects.create(session_key="early", session_data="", expire_date=now())
        written.set()
        restored.wait(10)
        with contextlib.suppress(DatabaseError):
            Session.objects.create(session_key="late", session_data="", expire_date=now())
        connection.close()

    thread = threading.Thread(target=request)
    thread.start()
    assert written.wait(10)
    restore()
    restored.set()
    thread.join(10)
    assert not Session.objects.exists()
