"""A chain of ids from the top down ("/1/5/12/"), of which a beginning is asked for: everything inside an area."""

import re

from django.db import models
from django.db.models import lookups

GLOB_SIGNS = re.compile(r"([*?\[])")


class PathField(models.CharField):
    """A CharField whose `__startswith` uses a plain index on SQLite too. PostgreSQL wants one with `varchar_pattern_ops`,
    which `db_index=True` brings along. In migrations it is the CharField it is in the database."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


@PathField.register_lookup
class Inside(lookups.StartsWith):
    """SQLite compares LIKE without regard to case, for which no ordinary index is sorted; GLOB minds it."""

    def as_sqlite(self, compiler, connection):
        if not self.rhs_is_direct_value():
            return super().as_sql(compiler, connection)
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} GLOB %s", [*parameters, GLOB_SIGNS.sub(r"[\1]", self.rhs) + "*"]
