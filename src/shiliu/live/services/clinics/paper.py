"""The referral slip for legal aid on paper: where to go and what to bring, Chinese first. Nothing of the case stands on it."""

from pathlib import Path

from django.utils.translation import gettext, gettext_noop, override

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.live.services.appointments.papers import to_bring
from shiliu.live.services.cards.rules import languages_of
from shiliu.platform import printing

PAGE = Path(__file__).parent / "print" / "referral.typ"
TITLE = gettext_noop("Referral to legal aid")
GO = gettext_noop("Please go to")
BRING = gettext_noop("Please bring")
NO_PAPERS = gettext_noop("Ask there which papers you need. Bring your identity card.")
EMPTY = gettext_noop(
    "What you talked about does not stand here, and nobody has passed it on. You decide whether you go."
)
FROM = gettext_noop("Given to you by")


def papers_of(clinic):
    """[Brought] of the service the slip names, [] without one."""
    return to_bring([clinic.referral_item]) if clinic.referral_item else []


def slip_pdf(clinic, language=""):
    """The PDF, in Chinese and `language`. Raises printing.NotPrintable."""
    languages = languages_of([language] if language else [])
    unit, papers = clinic.referral_unit, papers_of(clinic)
    return printing.pdf(
        PAGE,
        {
            "title": _said(TITLE, languages), "go": _said(GO, languages), "unit": _names(unit.names, languages),
            "address": unit.address, "phone": unit.public_phone, "bring": _said(BRING, languages),
            "item": _names(clinic.referral_item.names, languages) if clinic.referral_item else [],
            "papers": [_in_each(lambda paper=paper: paper.line, languages) for paper in papers] or [_said(NO_PAPERS, languages)],
            "empty": _said(EMPTY, languages), "from": _said(FROM, languages),
            "clinic": _names(clinic.organisation.names, languages),
        },
    )  # fmt: skip


def _said(sentence, languages):
    return _in_each(lambda: gettext(sentence), languages)


def _names(names, languages):
    """In Chinese, and in the other language where there is a name in it."""
    words = [printing.words(names[tag], tag) for tag in languages if names.get(tag)]
    return words or [printing.words(name_in(names, SOURCE_LANGUAGE), SOURCE_LANGUAGE)]


def _in_each(say, languages):
    said = []
    for tag in languages:
        with override(tag):
            said.append(printing.words(say(), tag))
    return said
