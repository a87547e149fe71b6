"""The database itself refuses to change or remove audit rows, and rows of other tables that are only ever added, whoever asks.

    triggers.guard("frozen_rules", "projects_frozenrules")    from registers.py of the app whose table it is
    triggers.install(connection, {"frozen_rules": "projects_frozenrules"})    from the migration after the one that makes it

Altering one of these tables on SQLite rebuilds it and drops its triggers: such a migration must call `install` again.
`verify` and the doctor say when one is missing.
"""

from contextlib import contextmanager

TABLES = {"audit_row": "audit_auditrow", "audit_seal": "audit_auditseal", "audit_subject": "audit_auditsubject"}
MESSAGE = "these rows are only ever added"
FUNCTION = f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql
AS $$BEGIN RAISE EXCEPTION '{MESSAGE}'; END$$"""

_others: dict[str, str] = {}


def guard(prefix, table):
    """Says that this table is guarded too, so that a missing trigger is told; its own migration installs them."""
    _others[prefix] = table


def guarded():
    """{prefix of the triggers' names: table} of every table whose rows are only ever added."""
    return TABLES | _others


def names(connection, tables):
    verbs = ["update", "delete"] + (["truncate"] if connection.vendor == "postgresql" else [])
    return {f"{prefix}_no_{verb}": (table, verb.upper()) for prefix, table in tables.items() for verb in verbs}


def install(connection, tables=TABLES):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for name, (table, verb) in names(connection, tables).items():
            cursor.execute(_create(connection.vendor, name, table, verb))


def remove(connection, tables=TABLES):
    with connection.cursor() as cursor:
        for name, (table, _) in names(connection, tables).items():
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
    return sorted(names(connection, guarded()).keys() - present)


@contextmanager
def without(connection):
    """Inside the block rows can be changed: for tests that tamper, and for loading a dump into fresh tables."""
    remove(connection, guarded())
    try:
        yield
    finally:
        install(connection, guarded())


def _create(vendor, name, table, verb):
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION audit_refuse()"
