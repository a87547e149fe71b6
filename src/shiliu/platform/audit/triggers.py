"""The database itself refuses to change or remove audit rows, whoever asks.

Altering one of these tables on SQLite rebuilds it and drops its triggers: such a migration must call `install` again.
`verify` and the doctor say when one is missing.
"""

from contextlib import contextmanager

TABLES = {"audit_row": "audit_auditrow", "audit_seal": "audit_auditseal", "audit_subject": "audit_auditsubject"}
MESSAGE = "audit rows are only ever added"
FUNCTION = f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql
AS $$BEGIN RAISE EXCEPTION '{MESSAGE}'; END$$"""


def names(connection):
    verbs = ["update", "delete"] + (["truncate"] if connection.vendor == "postgresql" else [])
    return {f"{prefix}_no_{verb}": (table, verb.upper()) for prefix, table in TABLES.items() for verb in verbs}


def install(connection):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for name, (table, verb) in names(connection).items():
            cursor.execute(_create(connection.vendor, name, table, verb))


def remove(connection):
    with connection.cursor() as cursor:
        for name, (table, _) in names(connection).items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection):
    """Names of the triggers that should stand in this database and do not, sorted."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return sorted(names(connection).keys() - present)


@contextmanager
def without(connection):
    """Inside the block rows can be changed: for tests that tamper, and for loading a dump into fresh tables."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _create(vendor, name, table, verb):
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION audit_refuse()"
