"""Names that exist in several languages, kept as one JSON object {language tag: text}."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

SOURCE_LANGUAGE = "zh-hans"
PAPER_LANGUAGES = ("bo", "mn", "kk")  # of names on maps, signs and cards, where the site itself has no pages


def name_in(names, language=None):
    """The name in `language` (default: the reader's), else zh-Hans, else any; '' for no names at all."""
    language = language or get_language() or SOURCE_LANGUAGE
    return names.get(language) or names.get(SOURCE_LANGUAGE) or next(iter(names.values()), "")


def spelled(word, *fields):
    """The condition that one of the `fields` with names (default: names) holds the word in a language.

    Every list is searched by this: asked without a language, a JSON field is searched as it is stored, and SQLite stores Chinese
    and Uyghur letters as \\uXXXX."""
    tags = dict.fromkeys([*dict(settings.LANGUAGES), *PAPER_LANGUAGES])
    return reduce(or_, (Q(**{f"{field}__{tag}__icontains": word}) for field in fields or ["names"] for tag in tags))


def check_names(names):
    if (
        not isinstance(names, dict)
        or not names
        or not all(isinstance(k, str) and isinstance(v, str) for k, v in names.items())
    ):
        raise ValidationError(_("Give the name at least once, as language and text."))
    if not names.get(SOURCE_LANGUAGE):
        raise ValidationError(_("The name in simplified Chinese is missing."))


class Named(models.Model):
    """Gives a row `names` and the property `name`, which speaks the reader's language."""

    names = models.JSONField(default=dict, validators=[check_names])

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        return name_in(self.names)
