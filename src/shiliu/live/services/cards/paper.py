"""The card on paper: A6, large print, Chinese first and never the smaller."""

from pathlib import Path

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.cards.rules import text_in
from shiliu.platform import printing

PAGE = Path(__file__).parent / "print" / "card.typ"
TITLE = gettext_noop("Contact card")
OWN = gettext_noop("This card is yours. Nobody keeps a copy.")
SCAN = gettext_noop("Scan to open it on a phone")
DRAFT = gettext_noop("Machine draft, not yet read by a speaker")


def card_pdf(card, languages, address, *, large=False):
    """The PDF of a Card in `languages` (Chinese first); `address` stands in the QR code. Raises printing.NotPrintable."""
    return printing.pdf(PAGE, _given(card, languages, address, large))


def lacking_fonts(card, languages):
    """Sentences about what could not be printed in these languages on this machine, [] if all of it can."""
    texts = [word["text"] for word in _words_in(_given(card, languages, "", False))]
    return [lack.sentence for lack in printing.missing(texts)]


def _given(card, languages, address, large):
    drafts = [tag for tag in languages if tag in settings.DRAFT_LANGUAGES or tag not in dict(settings.LANGUAGES)]
    return {
        "size": 16 if large else 12.5,
        "title": _said(TITLE, languages),
        "place": [_words(names, languages[:1]) for names in card.place],
        "groups": [
            {
                "names": _words(group.names, languages),
                "entries": [
                    {
                        "names": _words(entry.names, languages),
                        "hint": _words(entry.hint, languages),
                        "unit": _words(entry.unit, languages[:1]),
                        "phone": entry.phone,
                    }
                    for entry in group.entries
                ],
            }
            for group in card.groups
            if group.entries
        ],
        "own": _said(OWN, languages),
        "scan": _said(SCAN, languages),
        "draft": _said(DRAFT, [SOURCE_LANGUAGE]) if drafts else [],
        "code": segno.make(address, error="m").svg_inline(border=0, scale=4) if address else "",
    }


def _words(names, languages):
    return [printing.words(text, tag) for tag in languages if (text := text_in(names, tag))]


def _said(sentence, languages):
    """Our own words, in those of the languages that the site speaks."""
    said = []
    for tag in languages:
        if tag in dict(settings.LANGUAGES):
            with override(tag):
                said.append(printing.words(_(sentence), tag))
    return said


def _words_in(value):
    if isinstance(value, dict):
        if "lang" in value:
            yield value
        else:
            for inner in value.values():
                yield from _words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words_in(inner)
