"""The letter that invites somebody to the table: folded, nothing but their name stands on its outside."""

from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, override

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.mediation.files import queries
from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.govern.mediation.sealed import keys
from shiliu.platform import printing

PAGE = Path(__file__).parent.parent / "print" / "invitation.typ"
OUTSIDE = gettext_noop("Private. To be opened by:")
TITLE = gettext_noop("You are asked to talk something over")
WHAT = gettext_noop("Somebody asked for mediation and named you. It costs nothing. You decide freely whether you take part, and may stop at any time.")  # fmt: skip
HOW = gettext_noop("Open the address below and type your code. There you read what it is about, and say yes or no.")
CALL = gettext_noop("You can also call, or come to the committee with this letter.")
CODE = gettext_noop("Your code")
KEEP = gettext_noop("Keep it to yourself: whoever has the code reads what is private. If you lose it, the committee gives you another.")  # fmt: skip


def seat_of_code(dispute, code):
    """The seat of this file that the code opens; 404 for any other."""
    hashed = hash_of(code)
    token = keys.token(hashed) if hashed else ""
    seat = next((one for one in queries.with_codes(dispute, None) if one.token == token), None)
    if seat is None:
        raise Http404
    return seat


def pdf(dispute, seat, code):
    """In Chinese and the language of who is invited. Raises printing.NotPrintable."""
    tags = list(dict.fromkeys([SOURCE_LANGUAGE, seat.words.get("language") or SOURCE_LANGUAGE]))
    unit = dispute.committee
    return printing.pdf(PAGE, {
        **{name: _said(sentence, tags) for name, sentence in _SENTENCES.items()}, "name": seat.name, "code": code,
        "address": settings.SITE_URL + reverse("mediation:open"), "unit": [printing.words(name_in(unit.names, tag), tag) for tag in tags],
        "phone": unit.public_phone, "where": unit.address,
    })  # fmt: skip


_SENTENCES = {
    "outside": OUTSIDE,
    "title": TITLE,
    "what": WHAT,
    "how": HOW,
    "call": CALL,
    "code_label": CODE,
    "keep": KEEP,
}


def _said(sentence, tags):
    said = []
    for tag in tags:
        with override(tag):
            said.append(printing.words(gettext(sentence), tag))
    return said
