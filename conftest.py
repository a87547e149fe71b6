"""Fixtures every test sees, whether it stands beside its app in src/ or in tests/."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest

pytest_plugins = ["tests.town"]

# Playwright's synchronous interface runs an event loop in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# The same examples for everybody on every run, and no verdict from a busy machine's clock; `make test-long` searches on.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=2000)
hypothesis.settings.register_profile("long-short", deadline=None, max_examples=300)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


# What is imported and collected stays to the end. Looking it through for garbage again and again took a twelfth of the time of
# the tests: it waits until everything is collected, and then looks at what came later, a hundred times less often.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(70_000, 20, 20)
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    from django.db import connection

    without_browser = pytest.mark.skip(reason="WITHOUT_BROWSER=1 leaves the browser out")
    needs_postgres = pytest.mark.skip(reason="only PostgreSQL has this")
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker("browser")
        if _is_about_pages(item) and not {"both", "long"} & {mark.name for mark in item.iter_markers()}:
            item.add_marker("once")
        if item.get_closest_marker("browser") and os.environ.get("WITHOUT_BROWSER"):
            item.add_marker(without_browser)
        if not touches_database(item):
            item.add_marker("once")
        if item.get_closest_marker("postgres_only") and connection.vendor != "postgresql":
            item.add_marker(needs_postgres)
    # What takes longest comes first, so that processes that share the tests end together.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(autouse=True)
def reads_english() -> Iterator[None]:
    """Each test starts in English, whatever language the request of the test before left active in this thread."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def no_limits(settings) -> None:
    """A test sends in a second what a village sends in a day; the tests of limits ask for `limits_on`."""
    settings.LIMITS_ON = False


@pytest.fixture
def limits_on(no_limits, settings) -> None:
    settings.LIMITS_ON = True


@pytest.fixture(autouse=True)
def no_heads_of_other_tests() -> Iterator[None]:
    """Heads of the audit chain are written down outside the database, where undoing a test's rows does not reach them."""
    from django.conf import settings

    yield
    with contextlib.suppress(OSError):
        os.unlink(f"{settings.DATA_DIR}/audit_heads.txt")


def _is_about_pages(item: pytest.Item) -> bool:
    """What a page says and which form it shows is the same on both databases. That it can be drawn on PostgreSQL, one test tries for
    all of them (tests/architecture/test_pages_on_postgres.py); what actions and queries do there, their own tests prove."""
    return "tests/browser/" in item.path.as_posix() or item.path.stem.endswith("pages")


def touches_database(item: pytest.Item) -> bool:
    """pytest-django lets nothing near the database without one of these."""
    from django.test import SimpleTestCase

    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    of_django = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, SimpleTestCase)
    return bool(asked or of_django or item.get_closest_marker("django_db"))


@pytest.fixture
def rounds() -> Callable[..., int]:
    """rounds(long=1000, short=50): how often a test marked `long` should loop, by LONG of `make test-long LONG=short`."""
    return lambda *, long, short: short if os.environ.get("LONG") == "short" else long


@pytest.fixture(scope="session", autouse=True)
def files_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Attachments and letters of tests go to a folder of their own; passwords are hashed the cheap way."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("data")
    cheap = ["django.contrib.auth.hashers.MD5PasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]
    with override_settings(
        DATA_DIR=folder,
        MEDIA_ROOT=folder / "attachments",
        PASSWORD_HASHERS=cheap,
        # Tests quote the messages of the program, which are English; catalogues are tested by themselves.
        LANGUAGE_CODE="en",
        WHITENOISE_USE_FINDERS=False,  # it would list every static file for each test client
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in real life: threads get connections of their own, so races can be tested."""
    from django.conf import settings

    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
            # No memory map: putting the database back shortens the file under connections of the live server.
            database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF; PRAGMA mmap_size=0;"


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings: None, django_db_blocker) -> Iterator[None]:
    """A copy of what the migrations once made (see tests/migrated.py). After a test that commits, the database is put back as the
    migrations left it (see tests/restoring.py)."""
    from django.db import connection

    from tests.migrated import migrated_postgresql, migrated_sqlite
    from tests.restoring import restoring_after_commits

    with django_db_blocker.unblock(), contextlib.ExitStack() as made:
        if connection.vendor == "sqlite":
            migrated_sqlite()
        else:
            made.enter_context(migrated_postgresql())
        with restoring_after_commits():
            yield
