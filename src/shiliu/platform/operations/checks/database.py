"""Can the database be reached, does it keep what it has accepted, and does it have the tables of this program?"""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.platform.operations.checks.installation import production
from shiliu.platform.operations.findings import error, fine, warning

FULL = 2  # PRAGMA synchronous: OFF 0, NORMAL 1, FULL 2, EXTRA 3


def reachable():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    name = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    version = ".".join(map(str, connection.get_database_version()))
    yield fine(_("%(name)s %(version)s answers.") % {"name": name, "version": version})


def durable():
    """An answered write must survive a power cut: demanded in production, told elsewhere."""
    judge = error if production() else warning
    lax = list(_lax_sqlite() if connection.vendor == "sqlite" else _lax_postgresql())
    if lax:
        yield judge(_("What was just saved may be lost in a power cut: %(settings)s.") % {"settings": ", ".join(lax)})
    else:
        yield fine(_("What was saved survives a power cut."))
    if connection.vendor == "sqlite" and _pragma("journal_mode") not in {"wal", "memory"}:
        yield warning(
            _("SQLite does not write ahead (WAL), so readers wait for writers. Is the data folder on a network disk?")
        )


def migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        text = ngettext(
            "%(n)s change of the tables is not made yet, first %(name)s. Run: shiliu migrate",
            "%(n)s changes of the tables are not made yet, first %(name)s. Run: shiliu migrate",
            len(plan),
        )
        yield error(text % {"n": len(plan), "name": plan[0][0]})
    unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations))
    if unknown:
        yield error(
            _("The tables were made by a newer program (%(name)s). Update it.") % {"name": ".".join(unknown[0])}
        )
    if not plan and not unknown:
        yield fine(_("The tables are those of this program."))
    cache = settings.CACHES["default"].get("LOCATION")
    if cache and cache not in connection.introspection.table_names():
        yield error(
            _("The table of the cache is missing, so sign-in attempts are not limited. Run: shiliu createcachetable")
        )


def same_time():
    """The database's own clock, when it is another machine's."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - timezone.now())
    if apart > timedelta(seconds=5):
        yield warning(
            _("The clocks of this machine and of the database differ by %(seconds)s seconds. Set both by NTP.")
            % {"seconds": round(apart.total_seconds())}
        )


def _lax_sqlite():
    if int(_pragma("synchronous")) < FULL:
        yield f"PRAGMA synchronous={_pragma('synchronous')}"


def _lax_postgresql():
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            (value,) = cursor.fetchone()
            if value == "off":
                yield f"{name}=off"


def _pragma(name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]
