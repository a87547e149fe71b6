"""Answers to the questions of a matter: read from attribute[code] and attribute[code][], checked by the datatype of each."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shiliu.govern.cases.models import ServiceAttribute
from shiliu.govern.cases.open311 import dates
from shiliu.platform.texts import plain_text

PARAMETER = re.compile(r"attribute\[([^\[\]]{1,40})\](\[\])?")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
LONGEST_LINE, LONGEST_TEXT = 300, 4000
Datatype = ServiceAttribute.Datatype


@dataclass
class Answers:
    """`kept` is what goes on the case ({code: text or list of texts}), `problems` are sentences for whoever asked."""

    kept: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    @classmethod
    def read(cls, category, post):
        given = {}
        for name, values in post.lists():
            if found := PARAMETER.fullmatch(name):
                given.setdefault(found[1], []).extend(value for value in values if value.strip())
        return cls.of(category, given)

    @classmethod
    def of(cls, category, given):
        """From {code: list of texts}, as they were typed."""
        answers, known = cls(), {one.code: one for one in category.attributes.all() if one.variable}
        for code in sorted(given.keys() - known.keys()):
            answers.problems.append(_("There is no attribute “%(code)s”.") % {"code": code})
        for code, attribute in known.items():
            answers._take(attribute, given.get(code, []))
        return answers

    def _take(self, attribute, values):
        name = {"code": attribute.code}
        if not values:
            if attribute.required:
                self.problems.append(_("The attribute “%(code)s” is required.") % name)
        elif attribute.datatype != Datatype.MULTI and len(values) > 1:
            self.problems.append(_("The attribute “%(code)s” takes one value only.") % name)
        else:
            checked = [CHECKS[attribute.datatype](attribute, plain_text(value).strip()) for value in values]
            if None in checked:
                self.problems.append(WRONG[attribute.datatype] % name)
            else:
                self.kept[attribute.code] = (
                    list(dict.fromkeys(checked)) if attribute.datatype == Datatype.MULTI else checked[0]
                )


def _line(attribute, text):
    return text if len(text) <= LONGEST_LINE and "\n" not in text else None


def _text(attribute, text):
    return text if len(text) <= LONGEST_TEXT else None


def _number(attribute, text):
    return text if len(text) <= 40 and NUMBER.fullmatch(text) else None


def _moment(attribute, text):
    found = dates.read(text)
    return dates.written(found) if found else None


def _choice(attribute, text):
    return text if text in {str(value["key"]) for value in attribute.values} else None


CHECKS = {
    Datatype.STRING: _line,
    Datatype.TEXT: _text,
    Datatype.NUMBER: _number,
    Datatype.DATETIME: _moment,
    Datatype.SINGLE: _choice,
    Datatype.MULTI: _choice,
}


class _Wrong(dict):
    """Sentences are put into the reader's language when they are asked for."""

    def __missing__(self, datatype):
        return {
            Datatype.STRING: _("The attribute “%(code)s” takes one line of at most 300 characters."),
            Datatype.TEXT: _("The attribute “%(code)s” takes at most 4000 characters."),
            Datatype.NUMBER: _("The attribute “%(code)s” takes a number."),
            Datatype.DATETIME: _(
                "The attribute “%(code)s” takes a moment with its time zone, such as 2026-01-31T08:00:00Z."
            ),
            Datatype.SINGLE: _("The attribute “%(code)s” takes one of the keys of its list."),
            Datatype.MULTI: _("The attribute “%(code)s” takes keys of its list."),
        }[datatype]


WRONG = _Wrong()
