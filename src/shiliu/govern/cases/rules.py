"""Decisions on plain values: the tracking code, what counts as an obstacle, how a case is quoted."""

from django.utils.translation import gettext_lazy as _

from shiliu.platform import codes
from shiliu.platform.codes import code_from_bytes

__all__ = ["OBSTACLES", "code_from_bytes", "hash_code", "short_title"]

OBSTACLES = (
    ("law", _("The law does not allow it")),
    ("money", _("There is no money for it this year")),
    ("ownership", _("The owners must decide it themselves")),
    ("technical", _("It is technically impossible")),
    ("other_duty", _("It is somebody else's duty, named in the answer")),
)


def hash_code(code, key):
    """Keyed hash of a tracking code as typed; None if it cannot be one."""
    return codes.hash_code(code, key, "case-code")


def short_title(text, length=40):
    """The first words of a text, cut where a sentence or a word ends."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    for mark in "。！？!?؟۔.;；":
        head, found, _rest = line.partition(mark)
        if found and 4 <= len(head) < len(line):
            line = head
    if len(line) <= length:
        return line
    cut = line[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip("，,、 ") + "…"
