"""What the database does for a page or a job, counted so that it can be compared among few rows and among many.

Time is no judge on a busy machine and the words of a plan hide how far it walks. So the work itself is counted: on SQLite the
steps of its virtual machine, on PostgreSQL the rows that its plan really touched."""

import json
from contextlib import contextmanager

from django.db import connection

SLACK = 1.8  # indexes grow a level, and what is looked for along a list does not lie evenly
SORTED = {"sqlite": 60, "postgresql": 800}  # rows that PostgreSQL may rather sort than look up one by one
WHOLE = 500  # rows of the table of cases that no plan reads one after the other


class Work:
    """What the database did while it was watched: `amount`, and the plans that read a whole table of cases."""

    def __init__(self):
        self.amount, self.whole, self.largest = 0, [], (0, "")


@contextmanager
def watching():
    work = Work()
    if connection.vendor == "sqlite":
        with connection.execute_wrapper(_looking_at_plans(work)):
            connection.connection.set_progress_handler(lambda: _step(work), 20)
            try:
                yield work
            finally:
                connection.connection.set_progress_handler(None, 0)
    else:
        with connection.execute_wrapper(_explaining(work)):
            yield work


@contextmanager
def as_among_very_many():
    """The plan of each SELECT as a text, where PostgreSQL neither reads a whole table nor sorts if an index has the order. It is
    told so, because a table as small as those of tests is quicker read."""
    plans = []

    def run(execute, sql, parameters, many, context):
        if sql.startswith("SELECT"):
            is_sqlite = connection.vendor == "sqlite"
            plain = "EXPLAIN QUERY PLAN " + sql.replace("%s", "?").replace("%%", "%") if is_sqlite else f"EXPLAIN {sql}"
            rows = connection.connection.execute(plain, parameters or ()).fetchall()
            plans.append("\n".join(str(row) for row in rows))
        return execute(sql, parameters, many, context)

    _choose("off")
    with connection.execute_wrapper(run):
        yield plans
    _choose("on")


def _choose(on_or_off):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL enable_seqscan = {on_or_off}; SET LOCAL enable_sort = {on_or_off}")


def _step(work):
    work.amount += 1


def _looking_at_plans(work):
    def run(execute, sql, parameters, many, context):
        if sql.startswith("SELECT") and '"cases_case"' in sql:
            connection.connection.set_progress_handler(None, 0)
            rows = context["connection"].connection.execute(
                "EXPLAIN QUERY PLAN " + sql.replace("%s", "?").replace("%%", "%"), parameters or ()
            )
            work.whole += [
                f"{row[3]}: {sql[:300]}" for row in rows.fetchall() if row[3] in ("SCAN cases_case", "SCAN U0")
            ]
            connection.connection.set_progress_handler(lambda: _step(work), 20)
        before = work.amount
        done = execute(sql, parameters, many, context)
        work.largest = max(work.largest, (work.amount - before, sql))
        return done

    return run


def _explaining(work):
    def run(execute, sql, parameters, many, context):
        if sql.lstrip().startswith(("SELECT", "WITH")) and not many:
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", parameters)
                plan = cursor.fetchone()[0]
            before = work.amount
            _add(work, (plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"], sql)
            work.largest = max(work.largest, (work.amount - before, sql))
        return execute(sql, parameters, many, context)

    return run


def _add(work, node, sql):
    """Rows the scans of a plan touched, whether or not they kept them."""
    if "Scan" in node["Node Type"]:
        looked = sum(
            node.get(key, 0) for key in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
        )
        work.amount += looked * node["Actual Loops"]
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] == "cases_case" and looked > WHOLE:
            work.whole.append(f"Seq Scan of {looked}: {sql[:300]}")
    for part in node.get("Plans", ()):
        _add(work, part, sql)


def judged(before, after):
    """What is wrong with the work of one list, '' for nothing."""
    if after.whole:
        return f"reads the whole table: {after.whole[0]}"
    most = SLACK * before.amount + SORTED[connection.vendor]
    return f"{before.amount} grew to {after.amount}, most by {after.largest}" if after.amount > most else ""
