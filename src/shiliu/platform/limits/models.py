"""The buckets. A full bucket needs no row, so a row lives only as long as it takes to fill it again."""

from django.db import models


class Bucket(models.Model):
    """`full_at`: milliseconds since 1970 at which it will be full again. One number says how many tokens are gone, and one
    UPDATE can both ask and take."""

    key = models.CharField(max_length=64, unique=True)
    full_at = models.BigIntegerField(db_index=True)

    def __str__(self):
        return self.key[:8]
