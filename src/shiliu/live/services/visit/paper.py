"""The slip of a hand-over on paper (A6): Chinese first and never the smaller, with the code and the way to follow it."""

from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.live.services.visit import codes, queries
from shiliu.platform import printing

PAGE = Path(__file__).parent / "print" / "slip.typ"
TITLE = gettext_noop("Papers handed over")
FROM = gettext_noop("Taken in by")
TO = gettext_noop("Goes on to")
ALONG = gettext_noop("Papers that go along")
NONE = gettext_noop("no papers")
DAY = gettext_noop("Day")
KEEP = gettext_noop("Keep this slip. Scan it or type the code to see where your papers are.")


def slip_pdf(hand_over, language):
    """The PDF in Chinese and in `language`. Raises printing.NotPrintable."""
    languages = list(dict.fromkeys([SOURCE_LANGUAGE, language]))
    code = codes.code_of(hand_over.key)
    address = f"{settings.SITE_URL}{reverse('visit:follow')}?code={code}"
    papers = queries.papers_of(hand_over)
    facts = [
        (FROM, lambda: [hand_over.from_window.name]),
        (TO, lambda: [hand_over.where.name]),
        (ALONG, lambda: [one.name for one in papers] or [_(NONE)]),
        (DAY, lambda: [date_format(localtime(hand_over.sent_at), "Y-m-d")]),
    ]
    return printing.pdf(PAGE, {
        "title": _said(lambda: _(TITLE), languages), "item": _said(lambda: name_in(hand_over.item.names), languages),
        "number": hand_over.number, "code": code,
        "facts": [{"label": _said(lambda label=label: _(label), languages), "lines": _lines(value, languages)} for label, value in facts],
        "keep": _said(lambda: _(KEEP), languages), "qr": segno.make(address, error="m").svg_inline(border=0, scale=4),
    })  # fmt: skip


def _said(say, languages):
    """What `say()` says to a reader of each language, the same words once."""
    said = {}
    for tag in languages:
        with override(tag):
            said.setdefault(say(), tag)
    return [printing.words(text, tag) for text, tag in said.items()]


def _lines(value, languages):
    """[[words in each language]] of a fact that has several lines."""
    number = len(value())
    return [_said(lambda place=place: value()[place], languages) for place in range(number)]
