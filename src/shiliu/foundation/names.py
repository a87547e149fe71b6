"""Names that exist in several languages, kept as one JSON object {language tag: text}."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

SOURCE_LANGUAGE = "zh-hans"


def name_in(names, language=None):
    """The name in `language` (default: the reader's), else zh-Hans, else any; '' for no names at all."""
    language = language or get_language() or SOURCE_LANGUAGE
    return names.get(language) or names.get(SOURCE_LANGUAGE) or next(iter(names.values()), "")


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
