"""Edits that can be compared, refused when they would overwrite somebody else's, and taken back.

A thing is seen as its values, a dictionary of plain data. The form carries `stamp(values)` of what its author saw. An
action compares it with the values under lock; the audit row keeps the values before and after; `taken_back` gives the
values that undo a row, unless the thing has been changed again since.
"""

import hashlib
import json

from django.utils.translation import gettext as _

from shiliu.platform.audit import rows_on
from shiliu.platform.workflow import NotPossible


class Stale(NotPossible):
    """Somebody else saved in the meantime; `present` are the values that stand now."""

    def __init__(self, present):
        super().__init__(
            _("Somebody else changed this while you were writing. Compare both texts below; saving again keeps yours.")
        )
        self.present = present


def stamp(values):
    """A short text that differs whenever the values do."""
    return hashlib.sha256(_text(values).encode()).hexdigest()[:20]


def refuse_stale(present, seen):
    """Raises Stale unless `seen` is the stamp of the present values; None (no form involved) passes."""
    if seen is not None and seen != stamp(present):
        raise Stale(present)


def differences(before, after):
    """The values that differ, as two dictionaries with the same keys."""
    changed = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in changed}, {key: after[key] for key in changed}


def kept(before, after):
    """Both as `data` of an audit row. As text, because audit rows hold no fractions and databases reshape them."""
    return {"fields": sorted(after), "before": _text(before), "after": _text(after)}


def read(row):
    """(before, after) of an audit row written with `kept`; two empty dictionaries for other rows."""
    if "before" not in row.data:
        return {}, {}
    return json.loads(row.data["before"]), json.loads(row.data["after"])


def history(thing):
    """Rows of the thing that changed values, newest first."""
    return rows_on(thing).filter(data__has_key="before")


def taken_back(row, present):
    """The values to write so that the change of `row` is undone. Raises NotPossible when they were changed again since."""
    before, after = read(row)
    if not after:
        raise NotPossible(_("This entry of the history changed nothing that could be taken back."))
    if any(present.get(key) != value for key, value in after.items()):
        raise NotPossible(_("This was changed again later. Take back the later change first."))
    return before


def _text(values):
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
