"""Adding very many rows of one table at once, for imports.

Django's bulk_create makes an object of each row, prepares each of its values anew and, on SQLite, sends 27 rows of a wide
table a statement. Here rows are plain values and a value is prepared once; on SQLite the driver repeats one statement, and on
PostgreSQL the rows go in by COPY, which costs its server about half of what as many statements do."""

from django.db import DEFAULT_DB_ALIAS, connections, models


def insert_many(model, rows, *, replace_on=()):
    """Insert rows given as dicts of attribute names (`area_id`, not `area`) to values of the field's own type; every row
    names the same fields, and fields that none names get their default. Part of the caller's transaction.

    A row whose fields `replace_on` (a unique constraint) are those of a row already there replaces it instead. No save() of
    a field's own and no default of the database is applied; ids are given by the database and not told."""
    rows = list(rows)
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    fields = [one for one in model._meta.local_concrete_fields if not one.primary_key and not one.generated]
    values = zip(*(_column(field, rows, connection) for field in fields), strict=True)
    if connection.vendor == "postgresql" and not replace_on:
        _copy(model, fields, values, connection)
    else:
        _repeat(model, fields, values, replace_on, connection)


def _copy(model, fields, values, connection):
    """COPY … FROM STDIN; the server works on the first rows while the last are on their way."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as stream,
    ):
        for row in values:
            stream.write_row(row)


def _repeat(model, fields, values, replace_on, connection):
    """One INSERT, as often as there are rows."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"
    if replace_on:
        fresh = [field.column for field in fields if field.name not in replace_on]
        unique = ", ".join(quote(model._meta.get_field(name).column) for name in replace_on)
        updates = ", ".join(f"{quote(column)} = excluded.{quote(column)}" for column in fresh)
        statement += f" ON CONFLICT ({unique}) DO UPDATE SET {updates}"
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(values))


def _column(field, rows, connection):
    """The values of one field in all rows, as the driver wants them."""
    name = field.attname
    if name not in rows[0]:
        default = field.get_db_prep_save(field.get_default(), connection)
        return [default] * len(rows)
    values = [row[name] for row in rows]
    prepare = _preparation(field, connection)
    if prepare is None:
        return values
    # The same moment or list stands in row after row. Rows keep their values, so no id comes twice.
    made = {id(value): value for value in values}
    made = {key: prepare(value) for key, value in made.items()}
    return [made[id(value)] for value in values]


def _preparation(field, connection):
    """What makes a value of the field ready for the driver; None where it is ready as it is.

    Moments are handed to the backend at once: what a field does before is to understand values of other types."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField | models.JSONField | models.UUIDField | models.DecimalField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None
