"""Moments and sentences for letters, which are read in the language of whoever booked."""

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext


def in_languages(say):
    """{tag: what `say()` says to a reader of that language}."""
    said = {}
    for tag in dict(settings.LANGUAGES):
        with translation.override(tag):
            said[tag] = say()
    return said


def local_words(local):
    """A local moment in the reader's language."""
    is_chinese = (get_language() or "").startswith("zh")
    return gettext("%(day)s, %(time)s") % {
        "day": date_format(local, "n月j日 l" if is_chinese else "l j F"), "time": f"{local:%H:%M}",
    }  # fmt: skip
