"""The changes of a thing, told for the screen: the sentence, the values before and after, and whether it can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shiliu.platform import audit, revisions

SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One value before and after, as text."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """`row` is the audit row."""

    row: object
    sentence: str
    lines: list[Line]
    can_be_taken_back: bool


@dataclass(frozen=True)
class Telling:
    """How an app writes its values: `labels` of fields, and `written` for those that are not plain text, {field: function}.

    Without labels only the sentences are told. `leave_out`: verbs of what is done with the thing every day and changes nothing of it,
    which would push its changes out of sight."""

    labels: dict
    written: dict[str, Callable] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()

    def entries(self, thing, present):
        """The newest entries of a thing's history; `present` are its values now."""
        told = audit.sentences(audit.rows_on(thing).exclude(verb__in=self.leave_out)[:SHOWN], get_language())
        return [self._entry(row, sentence, present) for row, sentence in told]

    def compared(self, theirs, mine):
        """Lines for what differs between what stands now (before) and what the reader wrote (after)."""
        return self._lines(*revisions.differences(theirs, {**theirs, **mine}))

    def _entry(self, row, sentence, present):
        before, after = revisions.read(row)
        unchanged = bool(after) and all(present.get(name) == value for name, value in after.items())
        return Entry(row, sentence, self._lines(before, after) if self.labels else [], unchanged)

    def _lines(self, before, after):
        return [
            Line(str(self.labels.get(name, name)), self._text(name, before[name]), self._text(name, after[name]))
            for name in sorted(after)
        ]

    def _text(self, name, value):
        if value in (None, "", [], {}):
            return _("none")
        if name in self.written:
            return self.written[name](value)
        if isinstance(value, dict):  # a text in several languages
            return " · ".join(f"{tag}: {text}" for tag, text in value.items())
        return ", ".join(value) if isinstance(value, list) else str(value)
