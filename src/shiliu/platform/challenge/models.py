"""Tokens that were used, until they are too old to be used again."""

from django.db import models


class SpentToken(models.Model):
    """The random name of one token; says nothing about who used it for what."""

    name = models.CharField(max_length=16, unique=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.name
