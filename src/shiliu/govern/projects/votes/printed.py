"""Slips with codes and sheets to vote on: A4, simplified Chinese first and never smaller, the reader's language beside it."""

from io import BytesIO
from pathlib import Path
from random import SystemRandom

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.projects.votes import codes, freezing, queries
from shiliu.govern.projects.votes import rules as voting
from shiliu.platform.printing import pdf, words

FOLDER = Path(__file__).parent / "print"


def slips(vote, language, made):
    """The PDF of slips, eight on a page. The address carries the code behind #, which browsers send to nobody. Raises NotPrintable."""
    tongues = list(dict.fromkeys((SOURCE_LANGUAGE, language)))
    address = settings.SITE_URL + reverse("votes:code", args=[vote.pk])
    return pdf(FOLDER / "slips.typ", {
        "title": _both(tongues, lambda tag: name_in(vote.names, tag)),
        "how": _both(tongues, lambda _tag: _("Scan, or open the address and type the code. One ballot; you can change it until the end.")),
        "until": _both(tongues, lambda _tag: _until(vote)),
        "address": address,
        "slips": [{"code": codes.spelled(code), "qr": _qr(f"{address}#{code}")} for code in made],
    })  # fmt: skip


def sheets(vote, language, made):
    """The PDF of sheets to vote on, each with its own code and its own order of projects. Raises NotPrintable."""
    tongues, rules = list(dict.fromkeys((SOURCE_LANGUAGE, language))), freezing.rules_of(vote)
    rows = {
        item.number: {"number": str(item.number), "names": _both(tongues, lambda tag, one=item: name_in(one.names, tag)), "cost": number_format(item.cost)}
        for item in rules.items
    }  # fmt: skip
    return pdf(FOLDER / "sheet.typ", {
        "title": _both(tongues, lambda tag: name_in(vote.names, tag)),
        "how": _both(tongues, lambda _tag: how(rules)),
        "until": _both(tongues, lambda _tag: _until(vote)),
        "yuan": _both(tongues, lambda _tag: _("yuan")),
        "budget": _both(tongues, lambda _tag: _("Budget: %(budget)s yuan") % {"budget": number_format(rules.budget)}),
        "code_label": _both(tongues, lambda _tag: _("Code (counts once, on paper or on the phone):")),
        "sheets": [{"code": codes.spelled(code), "items": _shuffled(rows)} for code in made],
    })  # fmt: skip


def how(rules):
    """What to do with a pen."""
    hints = {
        voting.APPROVAL: _("Tick every project you want."),
        voting.KNAPSACK: _("Tick the projects you want; together they must not cost more than the budget."),
        voting.RANKED: _(
            "Write 1 beside the project you want most, 2 beside the next, and so on; leave out what you do not want."
        ),
        voting.POINTS: _("Write points beside the projects you want, %(points)s together.") % {"points": rules.points},
    }
    limit = _("At most %(most)s projects.") % {"most": rules.most} if rules.most else ""
    return " ".join(part for part in (hints[rules.kind], limit, _("Write no name on the sheet.")) if part)


def _until(vote):
    ends = localtime(queries.phase_of(vote, "vote").ends)
    return _("Until %(day)s") % {"day": date_format(ends, "DATETIME_FORMAT")}


def _shuffled(rows):
    made = list(rows.values())
    SystemRandom().shuffle(made)
    return made


def _both(tongues, make):
    texts = []
    for tag in tongues:
        with override(tag):
            texts.append(words(str(make(tag)), tag))
    said = [text["text"] for text in texts]
    return [text for place, text in enumerate(texts) if text["text"] and text["text"] not in said[:place]]


def _qr(address):
    file = BytesIO()
    segno.make(address, error="m").save(file, kind="svg", border=2, scale=4, xmldecl=False, svgns=True)
    return file.getvalue().decode()
