"""Adding very many rows of one table at once, for imports.

Django's bulk_create makes an object of each row, prepares each of its values anew and, on SQLite, sends 27 rows of a wide
table a statement. Here rows are plain values, a value is prepared once, and the driver repeats one statement."""

from django.db import connection, models

PREPARED = (models.DateField, models.JSONField, models.UUIDField, models.DecimalField)


def insert_many(model, rows, *, replace_on=()):
    """Insert rows given as dicts of attribute names (`area_id`, not `area`) to values of the field's own type; every row
    names the same fields, and fields that none names get their default. Part of the caller's transaction.

    A row whose fields `replace_on` (a unique constraint) are those of a row already there replaces it instead. No save() of
    a field's own and no default of the database is applied; ids are given by the database and not told."""
    rows = list(rows)
    if not rows:
        return
    fields = [one for one in model._meta.local_concrete_fields if not one.primary_key and not one.generated]
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
        cursor.executemany(statement, list(zip(*(_column(field, rows) for field in fields), strict=True)))


def _column(field, rows):
    """The values of one field in all rows, as the driver wants them."""
    name = field.attname
    if name not in rows[0]:
        default = field.get_db_prep_save(field.get_default(), connection)
        return [default] * len(rows)
    values = [row[name] for row in rows]
    if not isinstance(field, PREPARED):
        return values
    # The same moment or list stands in row after row. Rows keep their values, so no id comes twice.
    made = {id(value): value for value in values}
    made = {key: field.get_db_prep_save(value, connection) for key, value in made.items()}
    return [made[id(value)] for value in values]
