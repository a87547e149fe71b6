"""How codes, names and public telephone numbers are spelled. Problems are sentences for the reader, '' for none."""

import re

from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")
SLUG = re.compile(r"[0-9A-Za-z_-]{1,40}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
PHONE = re.compile(r"[+0-9][0-9 ()+*#/,;.–-]{1,28}[0-9]|[0-9]{3,5}")
LONGEST_NAME = 120


def problem_of_code(code):
    """Codes of places and units: what people write in files and on the door."""
    if CODE.fullmatch(code or ""):
        return ""
    return _("A code has at most 40 letters, digits, dots, hyphens or underscores, like SL-03-12.")


def problem_of_slug(code):
    """Codes of kinds and layers, which files name in their columns."""
    if SLUG.fullmatch(code or ""):
        return ""
    return _("A code has at most 40 letters, digits, hyphens or underscores, like street_office.")


def problem_of_phone(phone):
    """Any number that can be dialled and posted on a door; short ones such as 12345 count."""
    if PHONE.fullmatch(phone or ""):
        return ""
    return _("“%(phone)s” is not a telephone number.") % {"phone": phone or ""}


def problem_of_names(names):
    if not isinstance(names, dict) or not names.get(SOURCE_LANGUAGE):
        return _("The name in simplified Chinese is missing.")
    for language, name in names.items():
        if not LANGUAGE.fullmatch(str(language)):
            return _("“%(tag)s” is not a language tag like zh-hans, en or ug.") % {"tag": language}
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or re.search(r"[\x00-\x1f]", name):
            return _("A name is one line of at most %(most)d characters.") % {"most": LONGEST_NAME}
    return ""
